import { inspect } from 'node:util';
import type { Forge } from '@tenantry/forge';
import { GitOpsError } from '../errors';
import {
  faultsAt,
  recordingFetch,
  repeatingFetch,
  spoilingFetch,
  type Fault,
  type Moment,
} from '../__testUtils__/faults';
import {
  asWanted,
  findings,
  look,
  restore,
  subject,
  tracesBetween,
  type Look,
  type Subject,
} from '../__testUtils__/flowSubjects';
import {
  startTestForge,
  testRepository,
  token,
  type TestRepository,
} from '../__testUtils__/forgeFixture';
import { removeTemporaryFolders } from '../__testUtils__/gitFixture';
import { dressing, flows, type FlowCall } from '../__testUtils__/proposalFlows';
import { createClient, type ClientOptions } from './client';
import type { ProposeOptions } from './propose';

// A test is a proposal, and the same again, for every kind of fault; other work may share the machine.
jest.setTimeout(180_000);

// Each is one process, and most of the work.
let forges: readonly Forge[];
let used = 0;

beforeAll(async () => {
  forges = await Promise.all([startTestForge(), startTestForge()]);
});
afterAll(async () => {
  await Promise.all(forges.map(forge => forge.close()));
  removeTemporaryFolders();
});

function anyForge(): Forge {
  used += 1;
  return forges[used % forges.length];
}

const moments = ['before', 'after'] as const;

function everyMoment(calls: readonly FlowCall[]) {
  return calls.flatMap(call =>
    moments.map(moment => ({ name: call.name, moment, call })),
  );
}

function leavesNothing({
  call,
  moment,
}: {
  readonly call: FlowCall;
  readonly moment: Moment;
}): boolean {
  return call[moment].length === 0;
}

function client({ apiUrl }: TestRepository, options: Partial<ClientOptions>) {
  return createClient({
    apiBaseUrl: apiUrl,
    token,
    throttle: false,
    retries: 0,
    ...options,
  });
}

async function callsOf(
  repository: TestRepository,
  { wanted }: Subject,
  options: Partial<ProposeOptions>,
): Promise<string[]> {
  const calls: string[] = [];
  const octokit = client(repository, { fetch: recordingFetch(calls) });
  await repository.propose(wanted, { ...options, octokit });
  return calls;
}

/** A proposal during which one call goes wrong once: what comes of it, and what it leaves behind. */
async function runWith(
  fault: Fault,
  {
    repository,
    options,
    call,
    moment,
    on,
    before,
  }: {
    readonly repository: TestRepository;
    readonly options: Partial<ProposeOptions>;
    readonly call: FlowCall;
    readonly moment: Moment;
    readonly on: Subject;
    readonly before: Look;
  },
) {
  const log: string[] = [];
  const write = (message: string) => log.push(message);
  const octokit = client(repository, {
    fetch: spoilingFetch(call.name, moment, fault),
    answerWithinSeconds: 0.05,
    log: { debug: write, info: write, warn: write, error: write },
  });
  const outcome: unknown = await repository
    .propose(on.wanted, { ...options, octokit })
    .catch(error => error);
  const seen = inspect([outcome, log], { depth: 9, showHidden: true });
  return {
    fault: fault.kind,
    came: cameOf(outcome),
    left: tracesBetween(before, await look(repository, on)),
    tokenShown: seen.includes(token),
  };
}

function cameOf(outcome: unknown): string {
  if (!(outcome instanceof GitOpsError)) return inspect(outcome);
  return outcome.message.endsWith(outcome.nextStep)
    ? outcome.name
    : `${outcome.name} without a way out`;
}

function expectedOf(fault: Fault, call: FlowCall, moment: Moment) {
  const kind = call.name.startsWith('GET ') ? 'reads' : 'writes';
  return {
    fault: fault.kind,
    came: call.minor
      ? expect.stringContaining('stands without this')
      : fault.error[kind].name,
    left: call[moment],
    tokenShown: false,
  };
}

describe.each(flows)('$name', flow => {
  const { options, calls } = flow;

  async function arrange(names: readonly string[]) {
    const repository = await testRepository(anyForge());
    await repository.mirror.fetch();
    const tenants = await Promise.all(
      names.map(name => subject(repository, flow, name)),
    );
    await repository.mirror.fetch();
    return { repository, tenants };
  }

  /** The same request without a fault, as a new task makes it. */
  async function makeAgain({
    repository,
    tenants,
  }: Awaited<ReturnType<typeof arrange>>) {
    await repository.mirror.fetch();
    const again = await Promise.all(
      tenants.map(({ wanted }) => repository.propose(wanted, options)),
    );
    expect(again.flatMap(({ warnings }) => warnings)).toEqual([]);
  }

  it('makes these calls', async () => {
    const { repository, tenants } = await arrange(['payments']);
    expect(await callsOf(repository, tenants[0], options)).toEqual(
      calls.map(({ name }) => name),
    );
  });

  describe('that left nothing behind', () => {
    let arranged: Awaited<ReturnType<typeof arrange>>;
    beforeAll(async () => {
      arranged = await arrange(['payments']);
    });

    it.each(everyMoment(calls).filter(leavesNothing))(
      'when $name failed $moment the forge has done it',
      async ({ call, moment }) => {
        const { repository, tenants } = arranged;
        const before = await look(repository, tenants[0]);
        const run = { repository, options, call, moment, before };
        for (const fault of faultsAt[moment]) {
          const outcome = await runWith(fault, { ...run, on: tenants[0] });
          expect(outcome).toEqual(expectedOf(fault, call, moment));
        }
      },
    );

    it('is made then as if nothing had happened', async () => {
      const { repository, tenants } = arranged;
      await makeAgain(arranged);
      expect(await findings(repository, tenants)).toEqual(asWanted(tenants));
    });
  });

  it.concurrent.each(everyMoment(calls).filter(one => !leavesNothing(one)))(
    'goes on where it was when $name failed $moment the forge has done it',
    async ({ call, moment }) => {
      const faults = faultsAt[moment];
      // A pull request can't be taken back, so that each fault needs a tenant of its own; anything else can.
      const final = call[moment].includes('pull request');
      const arranged = await arrange(final ? faults.map(nameAfter) : ['one']);
      const { repository, tenants } = arranged;
      const befores = await mapInTurn(tenants, one => look(repository, one));
      const outcomes = await mapInTurn(faults, async (fault, n) => {
        const which = final ? n : 0;
        const [on, before] = [tenants[which], befores[which]];
        if (n > 0 && !final) await restore(repository, on, before);
        const run = { repository, options, call, moment, on, before };
        return runWith(fault, run);
      });
      expect(outcomes).toEqual(
        faults.map(fault => expectedOf(fault, call, moment)),
      );
      await makeAgain(arranged);
      expect(await findings(repository, tenants)).toEqual(asWanted(tenants));
    },
  );

  it.concurrent.each([
    [
      'an answer is lost once',
      calls,
      (call: string) => spoilingFetch(call, 'after', faultsAt.after[0]),
    ],
    [
      'something on the way sends a call twice',
      calls.filter(({ name }) => !name.startsWith('GET ')),
      repeatingFetch,
    ],
  ])('is right at once when %s', async (_, disturbed, fetchWith) => {
    const names = disturbed.map((_call, n) => `tenant-${n}`);
    const { repository, tenants } = await arrange(names);
    const outcomes = await Promise.all(
      tenants.map(({ wanted }, n) => {
        const fetch = fetchWith(disturbed[n].name);
        const octokit = client(repository, { fetch, retries: undefined });
        return repository.propose(wanted, { ...options, octokit });
      }),
    );
    expect(outcomes).toEqual(
      outcomes.map(outcome => ({
        ...outcome,
        change: flow.open ? 'updated' : 'opened',
        warnings: [],
      })),
    );
    expect(await findings(repository, tenants)).toEqual(asWanted(tenants));
    expect(await repository.git('fsck', '--strict')).toBe('');
  });
});

describe(`${dressing.name}`, () => {
  const { options, calls } = dressing;
  let repository: TestRepository;
  let payments: Subject;

  beforeAll(async () => {
    repository = await testRepository(anyForge());
    await repository.mirror.fetch();
    payments = await subject(repository, dressing, 'payments');
    await repository.mirror.fetch();
  });
  beforeEach(undress);

  async function undress() {
    const { owner, repo, octokit } = repository;
    await octokit.rest.issues.setLabels({
      owner,
      repo,
      issue_number: 1,
      labels: ['mine', 'risk/high'],
    });
    await octokit.rest.pulls.removeRequestedReviewers({
      owner,
      repo,
      pull_number: 1,
      reviewers: ['robin'],
      team_reviewers: ['platform'],
    });
  }

  async function expectDressed() {
    const { labels, reviewers } = await look(repository, payments);
    expect(labels.sort()).toEqual(['mine', 'risk/low', 'tenant']);
    expect(reviewers).toEqual(['robin', 'team:platform']);
  }

  it('makes these calls', async () => {
    expect(await callsOf(repository, payments, options)).toEqual(
      calls.map(({ name }) => name),
    );
    await expectDressed();
  });

  it.each(everyMoment(calls))(
    'has them when it is asked for again after $name failed $moment the forge has done it',
    async ({ call, moment }) => {
      for (const fault of faultsAt[moment]) {
        await undress();
        const before = await look(repository, payments);
        expect(
          await runWith(fault, {
            ...{ repository, options, call, moment, before },
            on: payments,
          }),
        ).toEqual(expectedOf(fault, call, moment));

        const again = await repository.propose(payments.wanted, options);
        expect(again).toMatchObject({ change: 'none', warnings: [] });
        await expectDressed();
      }
    },
  );

  it.each(calls)(
    'has them at once when the answer to $name is lost once',
    async ({ name }) => {
      const fetch = spoilingFetch(name, 'after', faultsAt.after[0]);
      const octokit = client(repository, { fetch, retries: undefined });
      const outcome = await repository.propose(payments.wanted, {
        ...options,
        octokit,
      });
      expect(outcome).toMatchObject({ change: 'none', warnings: [] });
      await expectDressed();
    },
  );

  it('stays one pull request all the while', async () => {
    const subjects = [payments];
    expect(await findings(repository, subjects)).toEqual(asWanted(subjects));
  });
});

function nameAfter({ kind }: Fault): string {
  return `after-${kind.replaceAll(' ', '-')}`;
}

async function mapInTurn<T, U>(
  items: readonly T[],
  map: (item: T, index: number) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  for (const [index, item] of items.entries())
    results.push(await map(item, index));
  return results;
}
