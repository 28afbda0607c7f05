import type { WorkflowInput } from './githubWorkflow';

/**
 * The pipeline of the required check. GitLab runs it as the merge request has it, which the file itself says what to do about.
 */
export function gitlabPipeline({ branch, version }: WorkflowInput): string {
  return `# The required check of this repository, and the plan. Written by tenantry init.
#
# GitLab runs the pipeline of a merge request from the file that the merge request brings: whoever changes this file there
# decides what is checked. So that it binds, do one of these:
#   - keep this file in a project that only the platform team writes to, and name it in this project's settings (CI/CD, General
#     pipelines, CI/CD configuration file): .gitlab-ci.yml@<group>/<project>
#   - enforce it by a pipeline execution policy of the group.
# Then let merge requests be merged only when their pipeline succeeds (Settings, Merge requests). Give this project no CI/CD
# variable that holds a token before that, or a merge request could print it; after it, GITLAB_TOKEN and --comment behind
# "tenantry plan" make the plan a comment that is kept up to date.
#
# Nothing of the change is checked out, installed or run: tenantry reads it as git objects, from a folder that holds none of it.
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"

default:
  image: node:24
  timeout: 15 minutes

variables:
  GIT_STRATEGY: clone
  GIT_DEPTH: "0"
  # Objects only; a .npmrc of the change, say, would decide what npx installs.
  GIT_CHECKOUT: "false"

.read the change: &read
  - git -C "$CI_PROJECT_DIR" fetch --no-tags origin "+refs/heads/${branch}:refs/remotes/origin/${branch}"
  - change="\${CI_MERGE_REQUEST_SOURCE_BRANCH_SHA:-$CI_COMMIT_SHA}"
  - cd "$(mktemp -d)"

verify:
  script:
    - *read
    - npx --yes tenantry@${version} verify --directory "$CI_PROJECT_DIR" --base refs/remotes/origin/${branch} --head "$change"

plan:
  script:
    - *read
    - npx --yes tenantry@${version} plan --directory "$CI_PROJECT_DIR" --base refs/remotes/origin/${branch} --head "$change"
`;
}
