import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Tenantry: isolated places on shared clusters, kept as plain YAML in one GitOps repository. */
  tenantry: {
    repository: {
      /**
       * Address of the GitOps repository as a person opens it, without `.git`, such as
       * `https://github.com/example/tenants`. Its host needs an entry in `integrations.github`, or in
       * `integrations.gitlab` for reading and rendering.
       */
      url: string;

      /** The branch that requests are merged into. Default: `main`. */
      branch?: string;
    };

    /**
     * How requests are committed. `deterministic` (default): the same request gives the same commit, unsigned.
     * `signed`: the forge makes and signs the commit, for repositories that require signatures.
     */
    commits?: 'deterministic' | 'signed';

    /**
     * How long a change of the repository may go unseen when no webhook arrives, at least five seconds.
     * Default: one minute.
     */
    refresh?: HumanDuration | string;

    /**
     * Clusters to look at, by their names in the repository (`clusters/<name>/cluster.yaml`). Without any, the columns
     * "live" and "proved" say so. Reading is all it takes: docs/observing.md has the role.
     */
    clusters?: {
      [name: string]: {
        /**
         * Path of a kubeconfig. A relative path starts at `backend.workingDirectory`. This, `serviceAccount` or `kubernetes`
         * is needed.
         */
        kubeconfig?: string;
        /** A context of the kubeconfig. Default: its current one. */
        context?: string;
        /** The cluster that the portal runs on, as its pod's service account. */
        serviceAccount?: true;
        /** A cluster of `kubernetes.clusterLocatorMethods`, by its name there; with a service account's token. */
        kubernetes?: string;
        /** Whether Argo CD runs there, on one cluster at most. */
        argoCd?: boolean;
      };
    };

    /**
     * Folder for the local mirror of the repository. A relative path starts at `backend.workingDirectory`, or else at
     * the folder the backend runs in. Default: `.tenantry/mirror`.
     */
    dataDir?: string;
  };
}
