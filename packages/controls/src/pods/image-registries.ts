import { namespaceMetadata } from '../builders';
import { compareAllowed } from '../compare';
import { defineControl } from '../control';
import { annotations } from '../names';

/**
 * Images come from the platform's registries.
 *
 * Fields: image of containers, initContainers and ephemeralContainers; volumes[].image.reference.
 * Allowed: a registry or path in the Namespace annotation tenantry.dev/registries, followed by a slash. The comparison
 * is of whole path parts, so registry.example.com doesn't admit registry.example.com.evil.test.
 */
export const imageRegistries = defineControl({
  id: 'image-registries',
  title: "Images from the platform's registries",
  component: 'pods',
  why: "What runs on the shared kernel should have passed the platform's scanning, and still be there tomorrow. Image volumes are images too.",
  references: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  ],
  stops: [
    { id: 'P19', attempt: 'run an image from a foreign registry' },
    { id: 'P20', attempt: 'mount one as a volume' },
  ],
  attacks: [],
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
