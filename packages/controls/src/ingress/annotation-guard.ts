import { celList } from '../admission/rule';
import { objectAttack, sampleOf } from '../attacks';
import type { Sample, Stage } from '../attacks';
import { defineControl } from '../control';
import { itemsAt } from '../itemsAt';

/** Prefixes of the tools that apply objects: what they note down steers no traffic. */
const tools = [
  'argocd.argoproj.io',
  'config.kubernetes.io',
  'helm.sh',
  'kubectl.kubernetes.io',
  'meta.helm.sh',
];

/** Keys that only people read, and one that `ingress-class` judges. */
const notes = [
  'kubernetes.io/change-cause',
  'kubernetes.io/description',
  'kubernetes.io/ingress.class',
];

/** What an ordinary deployment writes, and the cluster lets tenants set. */
function ordinary({ cluster }: Stage): Record<string, string> {
  const { routeAnnotations } = cluster.spec;
  return {
    contact: 'team@example.com',
    ...Object.fromEntries(
      [
        ...tools.map(prefix => `${prefix}/note`),
        'kubernetes.io/change-cause',
        'kubernetes.io/description',
        ...routeAnnotations,
      ].map(key => [key, 'anything']),
    ),
  };
}

function annotationAttack(
  title: string,
  key: string,
  value: string,
  { resource, kind, object, where }: Sample,
) {
  return objectAttack('I06', title, {
    resource,
    kind,
    attack: stage => ({
      ...object(stage),
      metadata: { annotations: { ...ordinary(stage), [key]: value } },
    }),
    twin: stage => ({
      ...object(stage),
      metadata: { annotations: ordinary(stage) },
    }),
    ...(where ? { where } : {}),
  });
}

const ingress = sampleOf('networking.k8s.io/v1/ingresses');
const service = sampleOf('v1/services');
const httpRoute = sampleOf('gateway.networking.k8s.io/v1/httproutes');

/**
 * Annotations that controllers act on are chosen by the platform, key by key.
 *
 * Fields: metadata.annotations of Services, Ingresses and everything of the Gateway API.
 * Allowed: keys without a prefix, which are the tenant's own; those of the tools that apply objects (kubectl, Helm,
 * Argo CD, kustomize); notes for people; and those in cluster.spec.routeAnnotations. Every other key with a prefix is
 * refused, known or not, because the next controller brings its own.
 */
export const annotationGuard = defineControl({
  id: 'annotation-guard',
  title: 'No instructions to controllers by annotation',
  component: 'ingress',
  why: 'A controller obeys annotations with its own rights: snippets run in its process, a DNS annotation publishes any name, a load balancer annotation opens a firewall. Nobody can list all of them, so the harmless ones are listed.',
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
    'https://github.com/kubernetes/ingress-nginx/issues/7837',
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/',
  ],
  whenExcepted:
    'annotations of its routes and Services may instruct every controller that watches them, and what a shared one does then can be felt by all tenants',
  stops: [
    {
      id: 'I06',
      attempt:
        'instruct an ingress, DNS or certificate controller by annotation',
    },
  ],
  rules: [
    {
      on: ['routes', 'services'],
      require: ({ cluster }) =>
        [
          'variables.isPlatform || variables.newAnnotations.all(key,',
          `!key.contains('/') || key.split('/')[0] in ${celList(tools)}`,
          `|| key in ${celList([...notes, ...cluster.spec.routeAnnotations])})`,
        ].join(' '),
      message:
        "an annotation that a controller might act on is none of the cluster's routeAnnotations",
    },
  ],
  attacks: [
    annotationAttack(
      'a snippet for the ingress controller',
      'nginx.ingress.kubernetes.io/configuration-snippet',
      'return 200;',
      ingress,
    ),
    annotationAttack(
      'an authentication service of its own',
      'nginx.ingress.kubernetes.io/auth-url',
      'http://169.254.169.254/',
      ingress,
    ),
    annotationAttack(
      'a controller that nobody has heard of',
      'example.com/rewrite',
      '/',
      ingress,
    ),
    annotationAttack(
      'a prefix that begins like an allowed one',
      'helm.sh.example.com/hook',
      'anything',
      ingress,
    ),
    annotationAttack(
      'a certificate from an issuer of its own, beside the allowed key',
      'cert-manager.io/issuer',
      'anything',
      ingress,
    ),
    annotationAttack(
      'a DNS name for a Service',
      'external-dns.alpha.kubernetes.io/hostname',
      'shop.example.com',
      service,
    ),
    annotationAttack(
      'a public load balancer',
      'service.beta.kubernetes.io/aws-load-balancer-scheme',
      'internet-facing',
      service,
    ),
    annotationAttack(
      'a DNS target for a route',
      'external-dns.alpha.kubernetes.io/target',
      '203.0.113.7',
      httpRoute,
    ),
    {
      proof: 'shape',
      row: 'I06',
      title: "a certificate or a DNS record as a controller's own object",
      violations: objects =>
        objects
          .filter(({ kind }) => kind === 'ClusterRole')
          .filter(role =>
            itemsAt(role, 'rules').some(({ apiGroups }) =>
              /cert-manager|external-?dns|"\*"/.test(JSON.stringify(apiGroups)),
            ),
          )
          .map(({ metadata }) => `${metadata.name} has rights on one`),
    },
  ],
});
