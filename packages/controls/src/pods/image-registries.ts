import { attack, attackName, harmlessPod, podAttack } from '../attacks';
import type { Place, Stage } from '../attacks';
import { whole } from '../attacks/requests';
import { namespaceMetadata } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import { annotations } from '../names';

/** Images that only look as if they came from a registry of the platform. */
const tricks: readonly {
  readonly title: string;
  readonly image: (registry: string) => string;
  readonly places?: readonly Place[];
}[] = [
  { title: 'a foreign registry', image: () => 'evil.example.net/miner:1' },
  { title: 'no registry, which means Docker Hub', image: () => 'miner:1' },
  { title: 'localhost as registry', image: () => 'localhost/miner:1' },
  {
    title: 'a registry whose name begins like ours',
    image: registry => `${registry}.evil.example.net/miner:1`,
  },
  {
    title: 'a path that begins like ours',
    image: registry => `${registry}-evil/miner:1`,
  },
  {
    title: 'our registry as a path of another',
    image: registry => `evil.example.net/${registry}/miner:1`,
  },
  {
    title: 'our registry in capitals',
    image: registry => `${registry.toUpperCase()}/miner:1`,
  },
  { title: 'our registry and nothing after it', image: registry => registry },
];

const first = ({ platform }: Stage) => platform.spec.registries[0];

const imageVolume = (reference: string) => ({
  spec: { volumes: [{ name: 'data', image: { reference } }] },
});

/**
 * Images come from the platform's registries.
 *
 * Fields: image of containers, initContainers and ephemeralContainers; volumes[].image.reference.
 * Allowed: a registry or path in the Namespace annotation tenantry.dev/registries, followed by a slash. The comparison
 * is of whole path parts, so registry.example.com doesn't admit registry.example.com.evil.test. Tags and digests aren't
 * looked at: whether a tag may move is between a tenant and the registry.
 */
export const imageRegistries = defineControl({
  id: 'image-registries',
  title: "Images from the platform's registries",
  component: 'pods',
  why: "What runs on the shared kernel should have passed the platform's scanning, and still be there tomorrow. Image volumes are images too.",
  references: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  ],
  whenExcepted:
    'images of every registry run, also those that nobody has scanned and that may be gone tomorrow',
  stops: [
    { id: 'P19', attempt: 'run an image from a foreign registry' },
    { id: 'P20', attempt: 'mount one as a volume' },
  ],
  attacks: [
    ...tricks.map(({ title, image }, index) =>
      podAttack('P19', title, {
        attack: stage => ({ container: { image: image(first(stage)) } }),
        in: index === 0 ? undefined : ['pod', 'update'],
      }),
    ),
    attack('P19', 'a foreign image for a pod that runs', stage => {
      const { namespace } = stage;
      const request = (image: string) =>
        ({
          verb: 'patch',
          patch: 'json',
          resource: 'v1/pods',
          namespace,
          name: attackName,
          body: [
            { op: 'replace', path: '/spec/containers/0/image', value: image },
          ],
        } as const);
      return [
        {
          route: 'by JSON patch of a Pod',
          attack: request('evil.example.net/miner:1'),
          twin: request(`${first(stage)}/app:2`),
          given: [
            whole('v1/pods', 'Pod', namespace, { spec: harmlessPod(stage) }),
          ],
        },
      ];
    }),
    podAttack('P20', 'a volume that is a foreign image', {
      attack: imageVolume('evil.example.net/data:1'),
      twin: stage => imageVolume(`${first(stage)}/data:1`),
    }),
    podAttack('P20', 'a volume of a registry whose name begins like ours', {
      attack: stage => imageVolume(`${first(stage)}.evil.example.net/data:1`),
      twin: stage => imageVolume(`${first(stage)}/data:1`),
      in: ['pod'],
    }),
  ],
  environment: context => [
    namespaceMetadata(context, {
      annotations: {
        [annotations.registries]: context.platform.spec.registries.join(','),
      },
    }),
  ],
  rules: [
    {
      on: 'workloads',
      require: [
        '(variables.containers.map(container, container.image) + variables.spec.?volumes.orValue([])',
        ".filter(volume, has(volume.image)).map(volume, volume.image.?reference.orValue('')))",
        ".all(image, variables.registries.exists(registry, image.startsWith(registry + '/')))",
      ].join(' '),
      message:
        'every image, also of a volume, must name one of the registries in tenantry.dev/registries',
    },
  ],
  summary: ({ platform }) => platform.spec.registries.join(', '),
  compare: (before, after) =>
    compareAllowed(
      before.platform.spec.registries,
      after.platform.spec.registries,
    ),
});
