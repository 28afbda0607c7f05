/** One thing that a change of the repository must not do. */
export interface VerifyRule {
  readonly title: string;
  /** Why it is refused, in a sentence. */
  readonly why: string;
  /** What whoever made the change does about it. */
  readonly wayOut: string;
}

/** Everything that the required check refuses, by name. Reading order is that of its report. */
export const verifyRules = {
  'merge-conflict': {
    title: 'The change can be merged',
    why: 'What conflicts with the base can not be looked at as it would be merged.',
    wayOut: 'Merge the base branch into the change, or ask for it again.',
  },
  link: {
    title: 'No symbolic links',
    why: 'A link makes one reader see another file than the next, and may lead out of the repository.',
    wayOut: 'Commit the file itself.',
  },
  submodule: {
    title: 'No submodules',
    why: 'A submodule brings in content that nobody reviews here.',
    wayOut: 'Commit the files themselves, or leave them out.',
  },
  'odd-name': {
    title: 'Plain files under plain names',
    why: 'A name that is shown one way and read another hides a file from whoever reviews it, or from this check.',
    wayOut:
      'Name it in letters that everybody sees, and add it as a plain file.',
  },
  'odd-folder': {
    title: 'Folders as git writes them',
    why: 'A folder that lists a name twice, out of order or with a slash holds something else for each program that reads it.',
    wayOut: 'Make the commit anew with git itself.',
  },
  unreadable: {
    title: 'Files are text',
    why: 'A file that is no UTF-8 text, or larger than 1 MiB, is read by nobody in a review.',
    wayOut: 'Commit it as text of a sensible size, or leave it out.',
  },
  'several-tenants': {
    title: 'One tenant a change',
    why: 'Who owns one tenant can not review another, and an undo should undo one thing.',
    wayOut:
      'Make a change of each, or have the check run with --bulk where a platform engineer means it.',
  },
  'foreign-file': {
    title: 'A tenant changes its own files',
    why: 'Files of the platform, workflows and owners of code decide about everybody.',
    wayOut: 'Take these files out, and propose them in a change of their own.',
  },
  'not-owner': {
    title: 'Made by its owners',
    why: 'Only the owner group asks for a tenant, and only the platform team changes the platform.',
    wayOut: 'Have a member of the owner group propose it.',
  },
  'platform-field': {
    title: 'Only the platform team adopts, observes and excepts',
    why: 'Who names a namespace takes it over with everything in it, an observed environment is not isolated, and an exception switches a control off.',
    wayOut:
      'Have a platform engineer propose it, or take the field out of tenant.yaml, the entry out of exceptions.yaml.',
  },
  'exception-over': {
    title: 'No exception outlives its day',
    why: 'What is rendered knows no clock: an exception whose day has passed stands until somebody takes it away.',
    wayOut:
      'Take the entry out of exceptions.yaml, or have it approved anew with a later day.',
  },
  'exception-too-long': {
    title: 'An exception ends soon',
    why: 'What is switched off for longer is a choice of the platform, to be made for everybody.',
    wayOut: 'Choose a day that exceptions.longestDays of platform.yaml allows.',
  },
  'tenant-removed': {
    title: 'No tenant disappears',
    why: "Argo CD would prune its namespaces, with everything in them; a tenant's name is never given again.",
    wayOut:
      'Restore the file; an environment is removed by taking it out of tenant.yaml.',
  },
  'id-reused': {
    title: 'A name is never used again',
    why: 'Logs, backups and rights elsewhere still mean the tenant that had the name.',
    wayOut: 'Choose another name.',
  },
  'broken-source': {
    title: 'Sources can be read',
    why: 'What can not be understood can not be rendered.',
    wayOut: 'Correct the file where the message says.',
  },
  'not-given': {
    title: 'Nothing is asked for that is not on offer, or taken',
    why: 'Names, namespaces, hosts and groups belong to one tenant; profiles, sizes and destinations are what the platform offers.',
    wayOut: 'Correct the field that the message names.',
  },
  'hand-edited': {
    title: 'Rendered files are as rendered',
    why: 'A rendered file that was edited is a guard-rail that its tenant.yaml does not declare.',
    wayOut: 'Run `tenantry render` and commit what it writes.',
  },
  'not-rendered': {
    title: 'Everything is rendered',
    why: 'A guard-rail that is not in the repository is not applied.',
    wayOut: 'Run `tenantry render` and commit what it writes.',
  },
  stray: {
    title: 'Nothing beside the rendered files',
    why: 'Argo CD applies every manifest in a rendered folder, whoever wrote it.',
    wayOut:
      'Remove the file; notes belong beside tenant.yaml, workloads in a repository of the tenant.',
  },
  'below-use': {
    title: 'No size below what is in use',
    why: 'A quota below what runs lets no pod start again that ends.',
    wayOut: 'Use less first, or keep the size.',
  },
} as const satisfies Readonly<Record<string, VerifyRule>>;

export type VerifyRuleName = keyof typeof verifyRules;
