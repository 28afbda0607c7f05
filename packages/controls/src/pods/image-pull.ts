import { podAttack } from '../attacks';
import { defineControl } from '../control';

/** JSON patches that turn the default policy into Always, in each item of a list of the pod spec. */
const always = (list: string, path: string) =>
  [
    `variables.spec.?${list}.orValue([])`,
    `.transformList(index, item, item${path.replaceAll(
      '/',
      '.?',
    )}.orValue('') == 'IfNotPresent',`,
    `JSONPatch{op: 'replace', path: '/spec/${list}/' + string(index) + '${path}', value: 'Always'})`,
  ].join(' ');

/**
 * Images are pulled anew for every pod, where Pod Security is restricted.
 *
 * Fields: imagePullPolicy of containers, initContainers and ephemeralContainers; volumes[].image.pullPolicy.
 * Allowed: Always. IfNotPresent, which is what the API server writes where nothing is said, becomes Always when a pod is
 * created; Never is always somebody's wish and is refused, in a template too. An ephemeral container must say it.
 * Dimension: podSecurity.
 */
export const imagePull = defineControl({
  id: 'image-pull',
  title: 'Nobody runs an image that they could not pull',
  component: 'pods',
  why: "An image that is on the node already starts without asking the registry. With another tenant's private image that is reading their code without their credentials.",
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwayspullimages',
    'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
  ],
  stops: [
    {
      id: 'P21',
      attempt: "start another tenant's private image from the node's cache",
    },
  ],
  attacks: [
    podAttack('P21', 'a container that never pulls', {
      attack: { container: { imagePullPolicy: 'Never' } },
      twin: { container: { imagePullPolicy: 'Always' } },
    }),
    podAttack('P21', 'a container that leaves the policy to the default', {
      attack: { container: { imagePullPolicy: 'Never' } },
      twin: { container: { imagePullPolicy: 'IfNotPresent' } },
      in: ['pod', 'init container', 'template'],
    }),
    podAttack('P21', 'a debugging container that pulls only what is missing', {
      attack: { container: { imagePullPolicy: 'IfNotPresent' } },
      twin: { container: { imagePullPolicy: 'Always' } },
      in: ['ephemeral container'],
    }),
    podAttack('P21', 'an image volume that never pulls', {
      attack: stage =>
        imageVolume(`${stage.platform.spec.registries[0]}/data:1`, 'Never'),
      twin: stage =>
        imageVolume(
          `${stage.platform.spec.registries[0]}/data:1`,
          'IfNotPresent',
        ),
    }),
  ],
  appliesTo: ({ profile }) => profile.podSecurity === 'restricted',
  mutations: [
    {
      on: 'workloads',
      patch: [
        `!variables.isRestricted ? [] : ${always(
          'containers',
          '/imagePullPolicy',
        )}`,
        always('initContainers', '/imagePullPolicy'),
        always('volumes', '/image/pullPolicy'),
      ].join(' + '),
    },
  ],
  rules: [
    {
      on: 'workloads',
      require: [
        '!variables.isRestricted || (variables.containers.map(container, container.?imagePullPolicy)',
        '+ variables.volumes.filter(volume, has(volume.image)).map(volume, volume.image.?pullPolicy))',
        ".all(policy, variables.isComplete ? policy.orValue('') == 'Always' : policy.orValue('') != 'Never')",
      ].join(' '),
      message:
        'imagePullPolicy must be Always, also of an image volume and of a debugging container; leave it out and it is',
    },
  ],
});

function imageVolume(reference: string, pullPolicy: string) {
  return {
    spec: { volumes: [{ name: 'data', image: { reference, pullPolicy } }] },
  };
}
