import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { webhookSignature } from '@tenantry/forge';
import { unwrap } from '@tenantry/model';
import { BadCredentialsError } from '../errors';
import { repositoryFiles } from '../files';
import { prepareProposal } from '../proposal';
import { treeFromFiles } from '../tree';
import { recordingFetch } from '../__testUtils__/faults';
import { startEmulate } from '../__testUtils__/emulate';
import { exampleFleet, paymentsRequest } from '../__testUtils__/fleet';
import { createClient } from './client';
import type { History } from './forge';
import { propose } from './propose';

// A process starts; other work may share the machine.
jest.setTimeout(60_000);

const adminToken = 'ghp_a-token-of-the-administrator';
const secret = 'a-secret-of-the-webhook';

/** An App with these rights, installed at an organisation that is named after it. */
function app(id: number, account: string, permissions: object) {
  return {
    app_id: id,
    slug: `tenantry-${account}`,
    name: `Tenantry at ${account}`,
    permissions,
    installations: [
      { installation_id: id, account, repository_selection: 'all' },
    ],
  };
}

const accounts = ['acme', 'timid'];

let emulate: Awaited<ReturnType<typeof startEmulate>>;
let credentials: DefaultGithubCredentialsProvider;

beforeAll(async () => {
  emulate = await startEmulate({
    tokens: {
      [adminToken]: { login: 'admin', scopes: ['repo', 'admin:repo_hook'] },
    },
    github: {
      users: [{ login: 'admin' }],
      orgs: accounts.map(login => ({
        login,
        members: [{ login: 'admin', role: 'admin' }],
      })),
      repos: accounts.map(owner => ({
        owner,
        name: 'tenants',
        auto_init: true,
      })),
      apps: [
        app(1, 'acme', { contents: 'write', pull_requests: 'write' }),
        app(2, 'timid', { contents: 'write', pull_requests: 'read' }),
      ],
    },
  });
  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({
      integrations: {
        github: [
          {
            host: new URL(emulate.url).host,
            apiBaseUrl: emulate.url,
            apps: [1, 2].map(appId => ({
              appId,
              clientId: `client-${appId}`,
              clientSecret: 'unused',
              webhookSecret: 'unused',
              privateKey: emulate.privateKeys[appId],
              allowedInstallationOwners: [accounts[appId - 1]],
            })),
          },
        ],
      },
    }),
  );
  credentials = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
});
afterAll(() => emulate.close());

/** Emulate can't be cloned. */
function onlyMain(commit: string): History {
  return {
    fetch: async () => ({ head: commit, changed: false }),
    has: async id => id === commit,
    branchTip: async () => undefined,
    mergeBase: async () => undefined,
    diff: async () => [],
    commits: async () => [],
  };
}

describe('a proposal in the name of a GitHub App', () => {
  async function proposeAt(owner: string) {
    const url = `${emulate.url}/${owner}/tenants`;
    const { token, type } = await credentials.getCredentials({ url });
    const calls: string[] = [];
    const octokit = createClient({
      apiBaseUrl: emulate.url,
      token,
      throttle: false,
      retries: 0,
      fetch: recordingFetch(calls),
    });
    const place = { owner, repo: 'tenants' };
    const { data: ref } = await octokit.rest.git.getRef({
      ...place,
      ref: 'heads/main',
    });
    const { data: base } = await octokit.rest.git.getCommit({
      ...place,
      commit_sha: ref.object.sha,
    });
    const proposal = unwrap(
      prepareProposal({
        tree: treeFromFiles(repositoryFiles(exampleFleet()), {
          commit: base.sha,
          time: base.committer.date,
          treeSha: base.tree.sha,
        }),
        request: paymentsRequest,
        repository: { htmlUrl: url },
      }),
    );
    calls.length = 0;
    const outcome = propose({
      ...place,
      octokit,
      baseBranch: 'main',
      proposal,
      history: onlyMain(base.sha),
    });
    return { calls, outcome, octokit, proposal, place, token, type };
  }

  it('is made with a token of its installation', async () => {
    const made = await proposeAt('acme');
    const { calls, octokit, place, proposal, token, type } = made;
    const { commitSha, pullRequestNumber = 0, change } = await made.outcome;
    expect(type).toBe('app');
    expect(token).toMatch(/^ghs_/);
    expect(change).toBe('opened');
    expect(calls).toHaveLength(5);

    const { data: pull } = await octokit.rest.pulls.get({
      ...place,
      pull_number: pullRequestNumber,
    });
    expect(pull).toMatchObject({
      title: proposal.title,
      user: { login: 'tenantry-acme[bot]' },
      head: { sha: commitSha },
    });
    const { data: tree } = await octokit.rest.git.getTree({
      ...place,
      tree_sha: commitSha ?? '',
      recursive: 'true',
    });
    const paths = tree.tree.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(proposal.changes.map(({ path }) => path)),
    );
  });

  it('says which right the App lacks', async () => {
    const { outcome, token } = await proposeAt('timid');
    const error = await outcome.catch(caught => caught);
    expect(error).toBeInstanceOf(BadCredentialsError);
    expect(error.message).toMatch(/open the pull request.*pull requests/);
    expect(`${error.stack}${error.cause?.stack}`).not.toContain(token);
  });
});

describe('a webhook', () => {
  let listener: Server;
  afterAll(() => listener.close());

  it('is signed alike by emulate and by the embedded forge', async () => {
    const received = new Promise<{ signature?: unknown; body: string }>(
      resolve => {
        listener = createServer(async (request, response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of request) chunks.push(chunk);
          response.writeHead(204).end();
          resolve({
            signature: request.headers['x-hub-signature-256'],
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const { rest } = createClient({
      apiBaseUrl: emulate.url,
      token: adminToken,
      throttle: false,
    });
    const place = { owner: 'acme', repo: 'tenants' };
    await rest.repos.createWebhook({
      ...place,
      config: {
        url: `http://127.0.0.1:${port}/`,
        content_type: 'json',
        secret,
      },
      events: ['*'],
    });
    await rest.issues.create({ ...place, title: 'Ünïcode — “quoted”' });

    const { signature, body } = await received;
    expect(body).toContain('tenants');
    expect(signature).toBe(webhookSignature(secret, body));
  });
});
