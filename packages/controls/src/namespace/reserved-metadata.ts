import { canaryLabel } from '../admission/canary';
import { celList } from '../admission/rule';
import { namespacedTargets, ownedPrefix } from '../admission/targets';
import { attackName, metadataAttack } from '../attacks';
import type { Sample, Stage } from '../attacks';
import { apiVersionOf } from '../attacks/requests';
import { defineControl } from '../control';
import { groupOf } from '../objects';
import type { JsonMap } from '../objects';

/** Beginnings of the keys that a tenant's objects don't carry. */
const reserved = [
  // Ours.
  ownedPrefix,
  // Kyverno: left out of reports, taken for a policy.
  'policies.kyverno.io/',
  'reports.kyverno.io/',
  // Cilium: whom network policies take the pod for.
  'io.cilium.k8s.',
  'io.kubernetes.pod.',
  // Calico and Multus: addresses of one's own choice, networks past every policy.
  'cni.projectcalico.org/',
  'k8s.v1.cni.cncf.io/',
  'v1.multus-cni.io/',
  // Kata and gVisor: how tight the sandbox is.
  'io.katacontainers.',
  'dev.gvisor.flag.',
  // Linkerd: parts of itself aren't injected.
  'linkerd.io/control-plane-component',
  'linkerd.io/cni-resource',
  // Copies of static pods, which the account's admission passes over.
  'kubernetes.io/config.',
];

/** Keys by which a pod joins a service mesh or keeps out of it, and the values that join. */
const meshKeys = [
  'sidecar.istio.io/inject',
  'istio.io/dataplane-mode',
  'linkerd.io/inject',
];
const joining = ['true', 'ambient', 'enabled', 'ingress'];

const trackingId = 'argocd.argoproj.io/tracking-id';

/** Every key of the map that is new, or has a new value, is harmless. */
function everyNew(map: 'Labels' | 'Annotations', harmless: string): string {
  const [now, before] = [`variables.new${map}`, `variables.old${map}`];
  return `${now}.all(key, (key in ${before} && ${before}[key] == ${now}[key]) || (${harmless}))`;
}

const harmless = (map: string) =>
  [
    `(key == '${canaryLabel}' || !${celList(
      reserved,
    )}.exists(beginning, key.startsWith(beginning)))`,
    `(!(key in ${celList(meshKeys)}) || variables.new${map}[key] in ${celList(
      joining,
    )})`,
  ].join(' && ');

/** An id that names the object it is on: Argo CD believes those, and ignores copies. */
const namesItself = `variables.newAnnotations[key].endsWith('/' + object.kind + ':' + request.namespace + '/' + variables.newMetadata.?name.orValue(''))`;

const annotated = (annotations: JsonMap) => ({ annotations });
const labelled = (labels: JsonMap) => ({ labels });

function tracked(stage: Stage, { resource, kind }: Sample, name: string) {
  const group = groupOf({ apiVersion: apiVersionOf(resource) });
  const id = `${stage.neighbour.tenant}:${group}/${kind}:${stage.namespace}/${name}`;
  return annotated({ [trackingId]: id });
}

/**
 * No object of a tenant says of itself that a rule isn't meant for it, or that it belongs to somebody else.
 *
 * Fields: metadata.labels and metadata.annotations of every object, new or changed; what was there may stay.
 * Not allowed: keys with the beginnings in `reserved`; a value in `meshKeys` that keeps out of a service mesh;
 * argocd.argoproj.io/tracking-id that names the object itself, other than by Argo CD as the tenant's deployer.
 * The platform's users may. The label of the canary is refused by the canary. Labels and annotations in a template
 * are judged on the pods that are made of it.
 */
export const reservedMetadata = defineControl({
  id: 'reserved-metadata',
  title: 'No object exempts itself',
  component: 'namespace',
  why: 'Webhooks, meshes, network plug-ins and sandboxes can be told by a label or an annotation to look away. Who may write an object must not thereby decide which rules it is under.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-objectselector',
    'https://github.com/advisories/GHSA-gj2r-phwg-6rww',
    'https://github.com/kata-containers/kata-containers/blob/main/docs/how-to/how-to-set-sandbox-config-kata.md',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/',
  ],
  stops: [
    {
      id: 'N06',
      attempt:
        'mark an object so that a policy, an injection or its owner passes it over',
    },
  ],
  rules: [
    {
      on: namespacedTargets,
      require: `variables.isPlatform || (${(['Labels', 'Annotations'] as const)
        .map(map => everyNew(map, harmless(map)))
        .join(' && ')})`,
      message: `labels and annotations that begin with ${reserved.join(
        ', ',
      )} are the platform's, and ${meshKeys.join(
        ', ',
      )} may only say ${joining.join(', ')}`,
      everyRequest: true,
    },
    {
      on: namespacedTargets,
      require: `variables.isPlatform || variables.isDeployer || ${everyNew(
        'Annotations',
        `key != '${trackingId}' || !${namesItself}`,
      )}`,
      message: `only Argo CD may write ${trackingId}; leave it out, and the application will claim the object`,
      everyRequest: true,
    },
  ],
  attacks: [
    metadataAttack('N06', "a label of the platform's", {
      attack: labelled({ [`${ownedPrefix}tenant`]: 'somebody' }),
      twin: labelled({ 'app.kubernetes.io/name': 'web' }),
    }),
    metadataAttack('N06', "an annotation of the platform's, left empty", {
      attack: annotated({ [`${ownedPrefix}controls`]: '' }),
      twin: annotated({ 'example.com/controls': '' }),
      kinds: ['ConfigMap'],
    }),
    ...[
      'policies.kyverno.io/exclude',
      'reports.kyverno.io/disabled',
      'io.cilium.k8s.policy.serviceaccount',
      'io.kubernetes.pod.namespace',
      'linkerd.io/control-plane-component',
      'linkerd.io/cni-resource',
    ].map(key =>
      metadataAttack('N06', `a pod with the label ${key}`, {
        as: 'developer',
        attack: labelled({ [key]: 'true' }),
        twin: labelled({ [`example.com/${key.replaceAll('/', '.')}`]: 'true' }),
        kinds: ['Pod'],
      }),
    ),
    ...[
      'cni.projectcalico.org/ipAddrsNoIpam',
      'k8s.v1.cni.cncf.io/networks',
      'v1.multus-cni.io/default-network',
      'io.katacontainers.config.runtime.disable_guest_seccomp',
      'dev.gvisor.flag.network',
    ].map(key =>
      metadataAttack('N06', `a pod with the annotation ${key}`, {
        as: 'developer',
        attack: annotated({ [key]: 'host' }),
        twin: annotated({ [key.replace(/^/, 'x-')]: 'host' }),
        kinds: ['Pod'],
      }),
    ),
    metadataAttack('N06', 'a pod that is called a copy of a static one', {
      as: 'developer',
      // Without a node's name the API server doesn't take the annotation on a pod.
      attack: annotated({ 'kubernetes.io/config.mirror': 'x' }),
      twin: annotated({ 'kubernetes.io/change-cause': 'x' }),
      kinds: ['Deployment'],
    }),
    ...[
      ['sidecar.istio.io/inject', 'false', 'true'],
      ['istio.io/dataplane-mode', 'none', 'ambient'],
      ['linkerd.io/inject', 'disabled', 'enabled'],
    ].flatMap(([key, out, joined]) =>
      [labelled, annotated].map(as =>
        metadataAttack('N06', `a pod that stays out of the mesh by ${key}`, {
          as: 'developer',
          attack: as({ [key]: out }),
          twin: as({ [key]: joined }),
          kinds: ['Pod'],
        }),
      ),
    ),
    metadataAttack(
      'N06',
      "a place among the objects of another's application",
      {
        attack: (stage, sample) => tracked(stage, sample, attackName),
        twin: (stage, sample) => tracked(stage, sample, 'something-else'),
      },
    ),
  ],
});
