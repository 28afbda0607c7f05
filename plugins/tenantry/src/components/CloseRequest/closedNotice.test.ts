import { closedNotice } from './closedNotice';

const asked = { number: 4 };
const pullRequest = {
  number: 4,
  url: 'http://localhost:7008/platform/tenants/pull/4',
};

it('says that a request is closed', () => {
  expect(
    closedNotice(
      {
        change: 'closed',
        pullRequest: { ...pullRequest, state: 'closed' },
        branch: { name: 'tenantry/payments', deleted: true },
        tenantStays: false,
      },
      asked,
    ),
  ).toEqual({ title: 'Request #4 is closed', status: 'success' });
});

it.each([
  [
    'it holds commits of Robin Reviewer',
    'it holds commits of Robin Reviewer. ',
  ],
  ['it could not be deleted: No.', 'it could not be deleted: No. '],
])('says why the branch stays, and what to do: %s', (reason, words) => {
  const notice = closedNotice(
    {
      change: 'closed',
      branch: { name: 'tenantry/payments', deleted: false, reason },
      tenantStays: true,
    },
    asked,
  );
  expect(notice).toEqual({
    title: 'Request #4 is closed',
    description: `The branch tenantry/payments stays, because ${words}Somebody has to delete it, or to reopen the pull request, before the next request.`,
    status: 'warning',
  });
});

it.each(['merged', 'closed'] as const)('says that it was %s already', state => {
  expect(
    closedNotice(
      {
        change: 'none',
        pullRequest: { ...pullRequest, state },
        tenantStays: true,
      },
      asked,
    ),
  ).toEqual({ title: `Request #4 was ${state} already`, status: 'info' });
});
