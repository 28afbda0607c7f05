import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { webhookSignature } from '.';
import {
  portal,
  refusalOf,
  repo,
  reviewer,
  startTestForge,
  type TestForge,
} from './__testUtils__/harness';
import { isLoopbackUrl } from './webhooks';

interface Received {
  event: string;
  action?: string;
  signed: boolean;
  guid: string;
  body: any; // as it came over the wire
}

const SECRET = 'hook-secret';

/** Somebody who listens; answers each status given, then 204. */
async function startListener(statuses: number[] = []) {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    const body = JSON.parse(text);
    received.push({
      event: String(request.headers['x-github-event']),
      action: body.action,
      signed:
        request.headers['x-hub-signature-256'] ===
        webhookSignature(SECRET, text),
      guid: String(request.headers['x-github-delivery']),
      body,
    });
    response.writeHead(statuses.shift() ?? 204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/hook`,
    received,
    async find(event: string, action?: string): Promise<Received> {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        const found = received.find(
          one => one.event === event && one.action === action,
        );
        if (found) {
          return found;
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      throw new Error(`No ${event} ${action ?? ''} came`);
    },
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

type Listener = Awaited<ReturnType<typeof startListener>>;

describe('webhooks', () => {
  let forge: TestForge;
  let listener: Listener;

  beforeAll(async () => {
    forge = await startTestForge({ webhookRetryDelays: [20, 20] });
    listener = await startListener();
    await forge.forge.setWebhook({
      owner: repo.owner,
      name: repo.repo,
      url: listener.url,
      secret: SECRET,
      events: ['*'],
    });
  });
  afterAll(async () => {
    await forge.stop();
    await listener.stop();
  });

  it('are registered once for a URL', async () => {
    const again = await forge.forge.setWebhook({
      owner: repo.owner,
      name: repo.repo,
      url: listener.url,
      secret: SECRET,
      events: ['*'],
    });
    expect(again.created).toBe(false);
    const { data } = await forge.as(portal).repos.listWebhooks(repo);
    expect(data.map(({ config }) => [config.url, config.secret])).toEqual([
      [listener.url, '********'],
    ]);
    expect((await listener.find('ping')).signed).toBe(true);
  });

  it('tell the life of a pull request', async () => {
    const { number, head } = await forge.pull('payments', {
      'tenants/payments/tenant.yaml': 'name: payments\n',
    });
    const opened = await listener.find('pull_request', 'opened');
    expect(opened.signed).toBe(true);
    expect(opened.body).toMatchObject({
      number,
      pull_request: { head: { sha: head }, mergeable: true },
      repository: { full_name: 'platform/tenants' },
      sender: { login: portal.login },
    });

    const as = forge.as(reviewer);
    await as.issues.addLabels({
      ...repo,
      issue_number: number,
      labels: ['new'],
    });
    await as.issues.createComment({
      ...repo,
      issue_number: number,
      body: 'Hm',
    });
    await as.pulls.createReview({
      ...repo,
      pull_number: number,
      event: 'APPROVE',
    });
    await as.pulls.update({ ...repo, pull_number: number, title: 'Renamed' });
    await as.repos.createCommitStatus({ ...repo, sha: head, state: 'success' });
    await as.pulls.merge({ ...repo, pull_number: number });

    expect(
      (await listener.find('pull_request', 'labeled')).body.label.name,
    ).toBe('new');
    expect(
      (await listener.find('issue_comment', 'created')).body.comment.body,
    ).toBe('Hm');
    expect(
      (await listener.find('pull_request_review', 'submitted')).body.review
        .state,
    ).toBe('approved');
    expect(
      (await listener.find('pull_request', 'edited')).body.changes,
    ).toEqual({
      title: { from: 'payments: payments' },
    });
    expect((await listener.find('status')).body.sha).toBe(head);
    const closed = await listener.find('pull_request', 'closed');
    expect(closed.body.pull_request).toMatchObject({
      merged: true,
      merged_by: { login: reviewer.login },
    });
    expect(listener.received.every(({ signed }) => signed)).toBe(true);
    expect(new Set(listener.received.map(({ guid }) => guid)).size).toBe(
      listener.received.length,
    );
  });

  it('tell of a push what changed where', async () => {
    const before = await forge.headOf('main');
    const { data } = await forge.as(portal).repos.createOrUpdateFileContents({
      ...repo,
      path: 'pushed.yaml',
      message: 'Push',
      content: '',
    });
    const after = data.commit.sha;
    await listener.find('push');
    const find = () =>
      listener.received.find(({ body }) => body.after === after);
    while (!find()) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(find()?.body).toMatchObject({
      ref: 'refs/heads/main',
      before,
      after,
      created: false,
      deleted: false,
      forced: false,
      repository: {
        default_branch: 'main',
        html_url: `${forge.forge.url}/platform/tenants`,
        clone_url: `${forge.forge.url}/platform/tenants.git`,
      },
      pusher: { name: portal.login },
      head_commit: { id: after },
      commits: [
        { id: after, added: ['pushed.yaml'], modified: [], removed: [] },
      ],
    });
  });

  it('go to this machine only', async () => {
    const call = forge.as(portal).repos.createWebhook({
      ...repo,
      config: { url: 'http://169.254.169.254/latest', content_type: 'json' },
    });
    expect(await refusalOf(call)).toMatchObject({ status: 422 });
    expect(await refusalOf(forge.as().repos.listWebhooks(repo))).toMatchObject({
      status: 401,
    });
  });

  it('are tried again, and the attempts recorded', async () => {
    const flaky = await startListener([500, 500]);
    const { id } = await forge.forge.setWebhook({
      owner: repo.owner,
      name: repo.repo,
      url: flaky.url,
      secret: SECRET,
      events: ['create'],
    });
    while (flaky.received.length < 3) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(new Set(flaky.received.map(({ guid }) => guid)).size).toBe(1);
    await new Promise(resolve => setTimeout(resolve, 100));
    const { data } = await forge
      .as(portal)
      .repos.listWebhookDeliveries({ ...repo, hook_id: id });
    expect(data).toMatchObject([
      { event: 'ping', status: 'OK', status_code: 204, redelivery: true },
    ]);
    await flaky.stop();
  });

  it('never hold up whoever caused them', async () => {
    const dead = await startListener();
    await dead.stop();
    await forge.forge.setWebhook({
      owner: repo.owner,
      name: repo.repo,
      url: dead.url,
      secret: SECRET,
      events: ['push'],
    });
    const sha = await forge.branch('undisturbed', { 'x.yaml': 'x: 1\n' });
    expect(await forge.headOf('undisturbed')).toBe(sha);
    while (!forge.warnings.some(text => text.includes(dead.url))) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  });
});

describe('deliveries under way', () => {
  it('are taken up after a restart', async () => {
    const forge = await startTestForge({ webhookRetryDelays: [60_000] });
    const listener = await startListener([500]);
    await forge.forge.setWebhook({
      owner: repo.owner,
      name: repo.repo,
      url: listener.url,
      secret: SECRET,
      events: ['push'],
    });
    await listener.find('ping');
    await forge.restart();
    while (listener.received.length < 2) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    expect(listener.received.map(({ event }) => event)).toEqual([
      'ping',
      'ping',
    ]);
    await forge.stop();
    await listener.stop();
  });
});

it.each([
  ['http://localhost:7007/api/events', true],
  ['http://127.0.0.1:7007/', true],
  ['http://[::1]:7007/', true],
  ['http://localhost.example.com/', false],
  ['http://127.0.0.1.example.com/', false],
  ['file:///etc/passwd', false],
  ['not a url', false],
])('a hook to %s is local: %s', (url, local) => {
  expect(isLoopbackUrl(url)).toBe(local);
});
