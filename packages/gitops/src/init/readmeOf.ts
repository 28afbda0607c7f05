import type { NewRepository } from './newRepository';

/** What to do next, for whoever finds the repository. */
export function readmeOf({
  platform,
  cluster,
  forge,
  version,
}: Pick<NewRepository, 'platform' | 'cluster' | 'forge' | 'version'>): string {
  const { title, repository, argocd } = platform.spec;
  const { branch = 'main' } = repository;
  const namespace = argocd?.namespace ?? 'argocd';
  const check =
    forge === 'github'
      ? `Make \`verify\` a required check of \`${branch}\`, require a review by code owners, and let nobody push past both.`
      : `Read the head of \`.gitlab-ci.yml\`: as it is, a merge request can change what checks it. Then protect \`${branch}\`, require an approval by code owners and a pipeline that succeeds.`;
  return `# ${title}

Who has which place on which cluster, as plain YAML. Argo CD applies what is on \`${branch}\`.

| path | holds | changed by |
| --- | --- | --- |
| \`platform.yaml\` | what is on offer: profiles, sizes, registries | the platform team |
| \`clusters/<cluster>/cluster.yaml\` | facts about one cluster | the platform team |
| \`tenants/<tenant>/tenant.yaml\` | what one team asked for | a pull request |
| \`tenants/<tenant>/exceptions.yaml\` | controls that are switched off for it, until a day | the platform team |
| \`clusters/<cluster>/platform/\`, \`clusters/<cluster>/tenants/\`, \`argocd/\` | the objects that follow from the above, one a file | \`tenantry render\`, never by hand |

The command: \`npx tenantry@${version}\`; \`tenantry --help\` lists what it does, \`tenantry explain\` says what anything is for.

## Once

1. Look at \`clusters/${
    cluster.name
  }/cluster.yaml\`: rules are made of these facts. After a change run \`tenantry render\`.
2. Commit everything and push it to <${repository.url}>. ${check}
3. The cluster needs a network plugin that enforces NetworkPolicy, ${
    cluster.spec.policyEngine === 'native'
      ? 'Kubernetes 1.36 or newer'
      : 'Kyverno 1.19 or newer'
  }, and Argo CD 3.5 or newer with sync impersonation on, in the namespace \`${namespace}\`, which may read this repository.
4. Give Argo CD its first objects; from then on it keeps all of them as they are here:

       kubectl apply --server-side -f argocd/

   Until the first tenant is merged, it says of \`tenantry-projects\` that the path does not exist.

## A tenant

    tenantry new payments
    tenantry plan
    git switch --create tenantry/payments && git add . && git commit --message "Add payments"

Push the branch and open a pull request. The check says what stands against it, the plan what it does to isolation.
`;
}
