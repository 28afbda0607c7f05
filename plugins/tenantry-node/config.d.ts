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
     * Folder for the local mirror of the repository. A relative path starts at `backend.workingDirectory`, or else at
     * the folder the backend runs in. Default: `.tenantry/mirror`.
     */
    dataDir?: string;
  };
}
