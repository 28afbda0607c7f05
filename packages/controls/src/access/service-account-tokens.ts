import { celList } from '../admission/rule';
import { attack, objectAttack, podAttack } from '../attacks';
import type { Attempt, Stage } from '../attacks';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';
import type { JsonMap } from '../objects';

const tokenType = 'kubernetes.io/service-account-token';

function hasAudience({ cluster }: ClusterContext): boolean {
  return cluster.spec.tokenAudiences.length > 0;
}

const projected = (source: JsonMap) => ({
  spec: { volumes: [{ name: 'identity', projected: { sources: [source] } }] },
});

/** A pod with a token for the audience; for the API server where there is none. */
const token = (audience?: string) =>
  projected({
    serviceAccountToken: {
      path: 'token',
      expirationSeconds: 3600,
      ...(audience === undefined ? {} : { audience }),
    },
  });

function secretOf(type: string): JsonMap {
  return {
    type,
    metadata: {
      annotations: { 'kubernetes.io/service-account.name': 'default' },
    },
  };
}

function tokenRequest(
  { namespace }: Stage,
  audiences: readonly string[],
): Attempt['attack'] {
  return {
    verb: 'create',
    resource: 'v1/serviceaccounts/token',
    namespace,
    name: 'default',
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences },
    },
  };
}

/**
 * An account's tokens are short-lived, asked for, and good at the API server.
 *
 * Contributes: ServiceAccount default with automountServiceAccountToken false, which the platform keeps.
 * Fields: type of every Secret; audience of projected tokens and podCertificate in the volumes of pods and templates;
 * spec.audiences of a TokenRequest.
 * Allowed: no Secret of type kubernetes.io/service-account-token; no audience (the API server's own) or one of the
 * cluster's `tokenAudiences`; no pod certificates. In a TokenRequest the API server has filled in its own name before it
 * asks, so there it must be among `tokenAudiences` too; kubelets, which ask for what pods mount, and the platform may
 * ask for any. Trust bundles may be mounted: everybody may read them.
 */
export const serviceAccountTokens = defineControl({
  id: 'service-account-tokens',
  title: 'Tokens are short-lived and good at known places',
  component: 'access',
  why: 'A token for a foreign audience is an identity at a vault or a cloud that trusts the cluster, and a token in a Secret never expires. Most pods need none at all.',
  references: [
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
    'https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets',
    'https://kubernetes.io/docs/concepts/storage/projected-volumes/#podcertificate',
  ],
  stops: [
    { id: 'R05', attempt: 'keep a token that never expires in a Secret' },
    {
      id: 'R16',
      attempt: 'be somebody at a vault or a cloud that trusts the cluster',
    },
  ],
  environment: ({ namespace }) => [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
      automountServiceAccountToken: false,
    },
  ],
  rules: [
    {
      on: 'secrets',
      require: `object.?type.orValue('') != '${tokenType}'`,
      message: `no Secret may be of type ${tokenType}; mount a projected token instead`,
    },
    {
      on: 'workloads',
      require: ({ cluster }) =>
        `variables.volumes.all(volume, volume.?projected.?sources.orValue([]).all(source, source.?serviceAccountToken.?audience.orValue('') in ${celList(
          ['', ...cluster.spec.tokenAudiences],
        )}))`,
      message:
        "a projected token may be for the API server, or for one of the cluster's tokenAudiences",
    },
    {
      on: 'workloads',
      require:
        'variables.volumes.all(volume, volume.?projected.?sources.orValue([]).all(source, !source.?podCertificate.hasValue()))',
      message: 'pods may not ask for certificates',
    },
    {
      on: 'objects',
      require: ({ cluster }) =>
        [
          "object.kind != 'TokenRequest' || variables.isPlatform || 'system:nodes' in request.userInfo.groups ||",
          `dyn(object).spec.audiences.all(audience, audience in ${celList(
            cluster.spec.tokenAudiences,
          )})`,
        ].join(' '),
      message:
        "a token may be asked for one of the cluster's tokenAudiences only",
    },
  ],
  assumed: [
    {
      part: 'rule 3 on workloads',
      why: 'the API server drops podCertificate unless its gate PodCertificateRequest is on, which it is not by default',
    },
  ],
  attacks: [
    objectAttack('R05', 'a token that never expires', {
      resource: 'v1/secrets',
      kind: 'Secret',
      attack: secretOf(tokenType),
      twin: secretOf('Opaque'),
      // The type of a Secret can't be changed.
      routes: ['create', 'apply'],
    }),
    attack(
      'R05',
      'a token in every pod that asks for none',
      ({ namespace }) => {
        const request = (name: string): Attempt['attack'] => ({
          verb: 'patch',
          patch: 'merge',
          resource: 'v1/serviceaccounts',
          namespace,
          name,
          body: { automountServiceAccountToken: true },
        });
        return [
          {
            route: 'merge patch',
            attack: request('default'),
            twin: request('own'),
            given: [
              {
                apiVersion: 'v1',
                kind: 'ServiceAccount',
                metadata: { name: 'own', namespace },
              },
            ],
          },
        ];
      },
      { as: 'admin', by: { says: 'platform-object-guard: ' } },
    ),
    podAttack('R16', "a token for somebody else's vault", {
      attack: token('vault'),
      twin: token(),
    }),
    podAttack('R16', 'a token for an audience with a similar name', {
      attack: ({ cluster }) => token(`${cluster.spec.tokenAudiences[0]}s`),
      twin: ({ cluster }) => token(cluster.spec.tokenAudiences[0]),
      where: hasAudience,
      in: ['pod'],
    }),
    attack(
      'R16',
      'the request of a token for a vault',
      stage => [
        {
          route: 'TokenRequest',
          attack: tokenRequest(stage, [
            ...stage.cluster.spec.tokenAudiences,
            'vault',
          ]),
          twin: tokenRequest(stage, stage.cluster.spec.tokenAudiences),
        },
      ],
      { as: 'insider', where: hasAudience },
    ),
    attack(
      'R16',
      'the request of a token for the API server',
      stage => [
        {
          route: 'TokenRequest',
          attack: tokenRequest(stage, []),
          twin: tokenRequest(stage, []),
          twinAs: 'platform',
        },
      ],
      { as: 'insider' },
    ),
  ],
});
