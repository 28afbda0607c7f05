import {
  portal,
  refusalOf,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from '../__testUtils__/harness';

let forge: TestForge;
let pull: { owner: string; repo: string; pull_number: number };
let issue: { owner: string; repo: string; issue_number: number };
let head: string;

beforeAll(async () => {
  forge = await startTestForge();
  const opened = await forge.pull('payments', { 'p.yaml': 'a: 1\n' });
  head = opened.head;
  pull = { ...repo, pull_number: opened.number };
  issue = { ...repo, issue_number: opened.number };
});
afterAll(() => forge.stop());

describe('reviews', () => {
  it('are given for the head the reviewer saw', async () => {
    const { pulls } = forge.as(reviewer);
    await pulls.createReview({
      ...pull,
      event: 'REQUEST_CHANGES',
      body: 'Name the team',
    });
    const { data } = await pulls.createReview({
      ...pull,
      event: 'APPROVE',
      commit_id: head,
    });
    expect(data).toMatchObject({
      state: 'APPROVED',
      commit_id: head,
      user: { login: reviewer.login },
    });
    const reviews = await pulls.listReviews(pull);
    expect(reviews.data.map(({ state }) => state)).toEqual([
      'CHANGES_REQUESTED',
      'APPROVED',
    ]);
  });

  it('of one’s own pull request cannot approve it', async () => {
    const { pulls } = forge.as(portal);
    const call = pulls.createReview({ ...pull, event: 'APPROVE' });
    expect(await refusalOf(call)).toMatchObject({
      status: 422,
      errors: ['Can not approve your own pull request'],
    });
  });

  it('need words unless they approve', async () => {
    const { pulls } = forge.as(reviewer);
    const call = pulls.createReview({ ...pull, event: 'REQUEST_CHANGES' });
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });

  it('are drafted, submitted and dismissed', async () => {
    const { pulls } = forge.as(reviewer);
    const { data: draft } = await pulls.createReview({ ...pull, body: 'Soon' });
    expect(draft.state).toBe('PENDING');
    const seen = await forge.as(portal).pulls.listReviews(pull);
    expect(seen.data.map(({ id }) => id)).not.toContain(draft.id);
    await pulls.submitReview({
      ...pull,
      review_id: draft.id,
      event: 'APPROVE',
    });
    const { data } = await pulls.dismissReview({
      ...pull,
      review_id: draft.id,
      message: 'Changed since',
    });
    expect(data.state).toBe('DISMISSED');
  });

  it('are asked for', async () => {
    const { pulls } = forge.as(portal);
    const { data } = await pulls.requestReviewers({
      ...pull,
      reviewers: [reviewer.login],
      team_reviewers: ['platform'],
    });
    expect(data.requested_reviewers?.map(({ login }) => login)).toEqual([
      reviewer.login,
    ]);
    await forge.as(reviewer).pulls.createReview({ ...pull, event: 'APPROVE' });
    const { data: after } = await pulls.get(pull);
    expect(after.requested_reviewers).toEqual([]);
  });
});

describe('labels', () => {
  it('are created as they are put on, replaced and taken off', async () => {
    const { issues } = forge.as(portal);
    const added = await issues.addLabels({
      ...issue,
      labels: ['tenantry', 'risk: low'],
    });
    expect(added.data.map(({ name }) => name)).toEqual([
      'tenantry',
      'risk: low',
    ]);
    await issues.setLabels({ ...issue, labels: ['Tenantry', 'new'] });
    const listed = await issues.listLabelsOnIssue(issue);
    expect(listed.data.map(({ name }) => name)).toEqual(['tenantry', 'new']);
    await issues.removeLabel({ ...issue, name: 'new' });
    const missing = issues.removeLabel({ ...issue, name: 'new' });
    expect(await refusalOf(missing)).toMatchObject({ status: 404 });
    const { data } = await forge.as().pulls.get(pull);
    expect(data.labels.map(({ name }) => name)).toEqual(['tenantry']);
  });

  it('of a repository are kept', async () => {
    const { issues } = forge.as(portal);
    await issues.createLabel({ ...repo, name: 'quota', color: '1f5fbf' });
    const again = issues.createLabel({ ...repo, name: 'Quota' });
    expect(await refusalOf(again)).toMatchObject({
      status: 422,
      errors: [{ code: 'already_exists' }],
    });
    const { data } = await issues.updateLabel({
      ...repo,
      name: 'quota',
      new_name: 'quota: raised',
    });
    expect(data).toMatchObject({ name: 'quota: raised', color: '1f5fbf' });
  });
});

describe('comments', () => {
  it('are written, changed and deleted', async () => {
    const { issues } = forge.as(reviewer);
    const { data } = await issues.createComment({ ...issue, body: 'Why two?' });
    expect(data.user?.login).toBe(reviewer.login);
    const own = { ...repo, comment_id: data.id };
    await issues.updateComment({ ...own, body: 'Why three?' });
    const listed = await issues.listComments(issue);
    expect(listed.data.map(({ body }) => body)).toContain('Why three?');
    await issues.deleteComment(own);
    expect(await refusalOf(issues.getComment(own))).toMatchObject({
      status: 404,
    });
  });

  it('cannot be empty', async () => {
    const call = forge
      .as(reviewer)
      .issues.createComment({ ...issue, body: ' ' });
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });
});

describe('commit statuses', () => {
  it('combine the latest of each context', async () => {
    const { repos } = forge.as(portal);
    const set = (context: string, state: 'pending' | 'success' | 'failure') =>
      repos.createCommitStatus({ ...repo, sha: head, context, state });
    const combined = async () =>
      (await repos.getCombinedStatusForRef({ ...repo, ref: 'payments' })).data;

    expect(await combined()).toMatchObject({
      state: 'pending',
      total_count: 0,
    });
    await set('policy', 'pending');
    await set('render', 'success');
    expect((await combined()).state).toBe('pending');
    expect((await forge.as().pulls.get(pull)).data.mergeable_state).toBe(
      'unstable',
    );
    await set('policy', 'failure');
    expect((await combined()).state).toBe('failure');
    await set('policy', 'success');
    expect(await combined()).toMatchObject({
      state: 'success',
      total_count: 2,
      sha: head,
      repository: { full_name: 'platform/tenants' },
    });
    expect((await forge.as().pulls.get(pull)).data.mergeable_state).toBe(
      'clean',
    );
    const every = await repos.listCommitStatusesForRef({ ...repo, ref: head });
    expect(every.data.length).toBe(4);
  });

  it('link to nothing but pages', async () => {
    const call = forge.as(portal).repos.createCommitStatus({
      ...repo,
      sha: head,
      state: 'success',
      target_url: 'data:text/html,x',
    });
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
  });
});

describe('check runs', () => {
  it('are none, for there are no Apps that could make one', async () => {
    const { checks } = forge.as();
    const { data } = await checks.listForRef({ ...repo, ref: 'payments' });
    expect(data).toEqual({ total_count: 0, check_runs: [] });
  });

  it('are asked of commits that exist', async () => {
    const { checks } = forge.as();
    for (const ref of ['missing', 'c0ffee'.padEnd(40, '0')]) {
      const call = checks.listForRef({ ...repo, ref });
      expect(await refusalOf(call)).toMatchObject({
        status: 422,
        message: `No commit found for SHA: ${ref}`,
      });
    }
  });
});
