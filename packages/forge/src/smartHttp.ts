import { Hono, type Context } from 'hono';
import { once } from 'node:events';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';

import { userOf } from './api/authentication';
import type { ForgeContext } from './context';
import { webStream } from './git/webStream';
import type { Repository } from './repositories';

const PUSH_REFUSED =
  'This forge is not pushed to: changes come in through its API, as pull requests.\n';

/** Clone and fetch, by handing the request to `git http-backend`; pushing is refused. */
export function smartHttpRoutes(forge: ForgeContext): Hono {
  const routes = new Hono();

  routes.get('/:owner/:name/info/refs', c => {
    const service = c.req.query('service');
    if (service === 'git-receive-pack') {
      return c.text(PUSH_REFUSED, 403);
    }
    return service === 'git-upload-pack'
      ? handOver(forge, c, '/info/refs')
      : c.text('Only the smart protocol of git is spoken here\n', 403);
  });

  routes.post('/:owner/:name/git-upload-pack', c =>
    handOver(forge, c, '/git-upload-pack'),
  );

  routes.post('/:owner/:name/git-receive-pack', c => c.text(PUSH_REFUSED, 403));

  return routes;
}

function findRepository(
  forge: ForgeContext,
  c: Context,
): Repository | undefined {
  const { owner, name } = c.req.param();
  return forge.repositories.find(owner, name.replace(/\.git$/, ''));
}

async function handOver(forge: ForgeContext, c: Context, path: string) {
  const credentials = c.req.header('Authorization');
  if (credentials !== undefined && !userOf(forge, credentials)) {
    return c.text('Bad credentials\n', 401, {
      'WWW-Authenticate': 'Basic realm="Tenantry Forge"',
    });
  }
  const repository = findRepository(forge, c);
  if (!repository) {
    return c.text('Repository not found\n', 404);
  }
  const body = Buffer.from(await c.req.arrayBuffer());
  const child = repository.git.stream(['http-backend'], {
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROJECT_ROOT: repository.git.dir,
    PATH_INFO: path,
    REQUEST_METHOD: c.req.method,
    QUERY_STRING: new URL(c.req.url).search.slice(1),
    CONTENT_TYPE: c.req.header('Content-Type') ?? '',
    CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: c.req.header('Content-Encoding') ?? '',
    GIT_PROTOCOL: protocolOf(c.req.header('Git-Protocol')),
    REMOTE_ADDR: '127.0.0.1',
  });
  child.stderr.resume();
  child.stdin.end(body);
  return answerOf(child);
}

/** `version=2` and the like; anything else is not passed on. */
function protocolOf(header: string | undefined): string {
  return header && /^[a-z0-9=:]{1,100}$/i.test(header) ? header : '';
}

/** Reads the CGI header and passes the rest on as it comes. */
async function answerOf(
  child: ChildProcessWithoutNullStreams,
): Promise<Response> {
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const chunk: Buffer | null = child.stdout.read();
    if (chunk) {
      head = Buffer.concat([head, chunk]);
      end = head.indexOf('\r\n\r\n');
    } else if (child.stdout.readableEnded || head.length > 16_384) {
      child.kill();
      return new Response('git did not answer\n', { status: 502 });
    } else {
      await Promise.race([
        once(child.stdout, 'readable'),
        once(child.stdout, 'end'),
      ]);
    }
  }
  const headers = new Headers();
  let status = 200;
  for (const line of head.toString('latin1', 0, end).split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') {
      status = Number.parseInt(value, 10);
    } else if (colon > 0) {
      headers.append(name, value);
    }
  }
  child.stdout.unshift(head.subarray(end + 4));
  // When the client goes away, so does the child.
  child.stdout.once('close', () => child.kill());
  return new Response(webStream(child.stdout), { status, headers });
}
