import { attack, create, hostOf, objectAttack, sampleOf } from '../attacks';
import type { Stage } from '../attacks';
import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import { annotations } from '../names';
import type { JsonMap } from '../objects';
import { canUseGateway, canUseIngress, ingressClassOf } from './entry';

const legacy = 'kubernetes.io/ingress.class';
const resource = 'networking.k8s.io/v1/ingresses';
const route = sampleOf('gateway.networking.k8s.io/v1/httproutes');

/**
 * An Ingress is for the controller that the tenant shares, and for no other.
 *
 * Fields: Ingress spec.ingressClassName; the annotation kubernetes.io/ingress.class, which some controllers still read
 * first. Allowed: the class in the Namespace annotation tenantry.dev/ingress-class, named by the field; no annotation.
 * Contributes: that Namespace annotation. Fact: cluster.spec.ingress.class. Dimension: ingress; with a gateway of its
 * own a tenant has no class, and its routes are those of the Gateway API.
 */
export const ingressClass = defineControl({
  id: 'ingress-class',
  title: 'Only the ingress class it was given',
  component: 'ingress',
  why: "Clusters have controllers for other purposes: an internal one, the platform's own, another tenant's. An Ingress without a class is taken by whichever is the default, or by every one of them.",
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation',
  ],
  stops: [
    { id: 'I05', attempt: "use another class, the default one, or everyone's" },
  ],
  environment: context => {
    const name = ingressClassOf(context);
    return name
      ? [
          namespaceMetadata(context, {
            annotations: { [annotations.ingressClass]: name },
          }),
        ]
      : [];
  },
  rules: [
    {
      on: 'routes',
      require: [
        "object.kind != 'Ingress' ||",
        "variables.ingressClass != ''",
        "&& variables.spec.?ingressClassName.orValue('') == variables.ingressClass",
        `&& !('${legacy}' in variables.newAnnotations)`,
      ].join(' '),
      message:
        'spec.ingressClassName must be the class in tenantry.dev/ingress-class, and the annotation kubernetes.io/ingress.class must not be set',
    },
  ],
  attacks: [
    ingressAttack('another class', () => ({ ingressClassName: 'internal' })),
    ingressAttack('a class that only begins like its own', stage => ({
      ingressClassName: `${ingressClassOf(stage)}-internal`,
    })),
    ingressAttack('no class at all', () => ({ ingressClassName: undefined })),
    // Both together are refused on creation by the API server itself.
    objectAttack('I05', 'another class by the old annotation', {
      resource,
      kind: 'Ingress',
      attack: stage => ({
        spec: specOf(stage),
        metadata: { annotations: { [legacy]: 'internal' } },
      }),
      twin: stage => ({ spec: specOf(stage) }),
      routes: ['update', 'merge patch', 'JSON patch'],
      where: canUseIngress,
    }),
    attack(
      'I05',
      'the shared class or none, with a gateway of its own',
      stage =>
        [stage.cluster.spec.ingress?.class, undefined].map(name => ({
          route: name ? 'create with it' : 'create without one',
          attack: create(resource, 'Ingress', stage.namespace, {
            spec: { ...specOf(stage), ingressClassName: name },
          }),
          twin: create(
            route.resource,
            route.kind,
            stage.namespace,
            route.object(stage),
          ),
        })),
      { where: context => !ingressClassOf(context) && canUseGateway(context) },
    ),
  ],
  summary: context => {
    const name = ingressClassOf(context);
    return name ? `ingress class ${name}` : 'no Ingress';
  },
});

function specOf(stage: Stage): JsonMap {
  return {
    ingressClassName: ingressClassOf(stage),
    rules: [{ host: hostOf(stage) }],
  };
}

function ingressAttack(title: string, change: (stage: Stage) => JsonMap) {
  return objectAttack('I05', title, {
    resource,
    kind: 'Ingress',
    attack: stage => ({ spec: { ...specOf(stage), ...change(stage) } }),
    twin: stage => ({ spec: specOf(stage) }),
    where: canUseIngress,
  });
}
