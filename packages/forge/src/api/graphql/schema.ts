/** The subset of GitHub's schema that the forge answers; names and nullability are GitHub's. */
export const SCHEMA = /* GraphQL */ `
  scalar URI
  scalar DateTime
  scalar GitObjectID
  scalar Base64String
  scalar GitRefname

  type Query {
    viewer: User!
    repository(
      owner: String!
      name: String!
      followRenames: Boolean = true
    ): Repository
    rateLimit: RateLimit
  }

  type Mutation {
    createCommitOnBranch(
      input: CreateCommitOnBranchInput!
    ): CreateCommitOnBranchPayload
    markPullRequestReadyForReview(
      input: MarkPullRequestReadyForReviewInput!
    ): MarkPullRequestReadyForReviewPayload
    enablePullRequestAutoMerge(
      input: EnablePullRequestAutoMergeInput!
    ): EnablePullRequestAutoMergePayload
    updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  }

  type RateLimit {
    limit: Int!
    cost: Int!
    remaining: Int!
    resetAt: DateTime!
  }

  type User {
    id: ID!
    login: String!
    name: String
    email: String!
    url: URI!
  }

  type Repository {
    id: ID!
    name: String!
    nameWithOwner: String!
    description: String
    url: URI!
    isPrivate: Boolean!
    isArchived: Boolean!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    pullRequest(number: Int!): PullRequest
    pullRequests(
      first: Int
      states: [PullRequestState!]
      headRefName: String
      baseRefName: String
    ): PullRequestConnection!
  }

  type Ref {
    id: ID!
    name: String!
    prefix: String!
    target: Commit
    associatedPullRequests(
      first: Int
      last: Int
      states: [PullRequestState!]
      headRefName: String
      baseRefName: String
    ): PullRequestConnection!
  }

  type Commit {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    url: URI!
    commitUrl: URI!
    message: String!
    messageHeadline: String!
    committedDate: DateTime!
    tree: Tree!
  }

  type Tree {
    oid: GitObjectID!
  }

  enum PullRequestState {
    OPEN
    CLOSED
    MERGED
  }

  enum MergeableState {
    MERGEABLE
    CONFLICTING
    UNKNOWN
  }

  type PullRequest {
    id: ID!
    number: Int!
    url: URI!
    title: String!
    body: String!
    state: PullRequestState!
    isDraft: Boolean!
    merged: Boolean!
    mergeable: MergeableState!
    headRefName: String!
    headRefOid: GitObjectID!
    baseRefName: String!
    baseRefOid: GitObjectID!
    createdAt: DateTime!
    updatedAt: DateTime!
    mergedAt: DateTime
    closedAt: DateTime
  }

  type PullRequestConnection {
    totalCount: Int!
    nodes: [PullRequest]
    edges: [PullRequestEdge]
  }

  type PullRequestEdge {
    node: PullRequest
  }

  input CommittableBranch {
    id: ID
    repositoryNameWithOwner: String
    branchName: String
  }

  input CommitMessage {
    headline: String!
    body: String
  }

  input FileAddition {
    path: String!
    contents: Base64String!
  }

  input FileDeletion {
    path: String!
  }

  input FileChanges {
    additions: [FileAddition!]
    deletions: [FileDeletion!]
  }

  input CreateCommitOnBranchInput {
    branch: CommittableBranch!
    message: CommitMessage!
    expectedHeadOid: GitObjectID!
    fileChanges: FileChanges
    clientMutationId: String
  }

  type CreateCommitOnBranchPayload {
    clientMutationId: String
    commit: Commit
    ref: Ref
  }

  input MarkPullRequestReadyForReviewInput {
    pullRequestId: ID!
    clientMutationId: String
  }

  enum PullRequestMergeMethod {
    MERGE
    SQUASH
    REBASE
  }

  input EnablePullRequestAutoMergeInput {
    pullRequestId: ID!
    mergeMethod: PullRequestMergeMethod
    expectedHeadOid: GitObjectID
    clientMutationId: String
  }

  type EnablePullRequestAutoMergePayload {
    clientMutationId: String
    pullRequest: PullRequest
  }

  type MarkPullRequestReadyForReviewPayload {
    clientMutationId: String
    pullRequest: PullRequest
  }

  input RefUpdate {
    name: GitRefname!
    beforeOid: GitObjectID
    afterOid: GitObjectID!
    force: Boolean = false
  }

  input UpdateRefsInput {
    repositoryId: ID!
    refUpdates: [RefUpdate!]!
    clientMutationId: String
  }

  type UpdateRefsPayload {
    clientMutationId: String
  }
`;
