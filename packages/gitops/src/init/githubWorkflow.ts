export interface WorkflowInput {
  /** The branch that Argo CD reads; it must be the repository's default branch. */
  readonly branch: string;
  /** Of the command; the same one writes and checks. */
  readonly version: string;
}

/** A .npmrc among the files would decide what npx installs, and not only the leads merge one. */
const elsewhere = `        # Where none of the files lies: a .npmrc, say, would decide what npx installs.
        working-directory: \${{ runner.temp }}`;

/**
 * The workflow of the required check. It runs with rights of this repository on changes that anybody may have made, so it
 * reads them as git objects, runs nothing of them, and puts nothing of them into a script.
 */
export function githubWorkflow({ branch, version }: WorkflowInput): string {
  return `# The required check of this repository, and the plan as a comment. Written by tenantry init.
#
# pull_request_target runs this file, and checks out files, as the default branch has them, so that no change can alter how it
# is checked. What makes that safe, and must stay so:
#   - nothing of the change is checked out, installed or run: it is fetched as git objects, which tenantry reads;
#   - no text of the event stands in a script: what scripts need, they have from env;
#   - each job has the rights that it needs, and no other.
# Make the job "verify" a required check of ${branch}, which must be the default branch. A merge queue would run this file as
# the change has it: don't add merge_group here.
name: tenantry

on:
  pull_request_target:
    branches: [${JSON.stringify(branch)}]
    # edited: a change may be pointed at another branch.
    types: [opened, synchronize, reopened, edited]

permissions: {}

concurrency:
  group: tenantry-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

env:
  PULL_REQUEST: \${{ github.event.pull_request.number }}
  # The commit of the event, not whatever the branch holds by then: a verdict is about what it is shown at.
  CHANGE: \${{ github.event.pull_request.head.sha }}

jobs:
  verify:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
${steps(branch)}
      - name: Verify
${elsewhere}
        run: npx --yes tenantry@${version} verify --directory "$GITHUB_WORKSPACE" --base HEAD --head "$CHANGE" --format github

  plan:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      # Writes the one comment.
      pull-requests: write
    steps:
${steps(branch)}
      - name: Plan
${elsewhere}
        env:
          GITHUB_TOKEN: \${{ github.token }}
        run: npx --yes tenantry@${version} plan --directory "$GITHUB_WORKSPACE" --base HEAD --head "$CHANGE" --comment --pull-request "$PULL_REQUEST"
`;
}

/** Actions by the commit of a release: a tag can be moved. */
function steps(branch: string): string {
  return `      - name: Check out ${branch}, which was reviewed
        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: refs/heads/${branch}
          fetch-depth: 0
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
          package-manager-cache: false
      - name: Fetch the change, as git objects only
        run: git fetch --no-tags origin "+refs/pull/$PULL_REQUEST/head"`;
}
