import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { readBranch } from '../git/refs';
import {
  createRepository,
  initializeRepository,
} from '../operations/createRepository';
import { invalid } from '../refusal';
import { updateRepository } from '../state/repositories';
import { readBody, requireActor, type ApiContext, type ApiEnv } from './env';
import { repositoryShape } from './shapes/repository';
import { simpleUser } from './shapes/user';

const NewRepositoryBody = z.object({
  name: z.string(),
  description: z.string().nullish(),
  auto_init: z.boolean().optional(),
});

const RepositoryUpdate = z.object({
  description: z.string().nullish(),
  default_branch: z.string().optional(),
});

export function repositoryRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  async function create(c: ApiContext, owner: string) {
    const actor = requireActor(c);
    const body = await readBody(c, NewRepositoryBody, 'Repository');
    if (forge.repositories.find(owner, body.name)) {
      throw invalid({
        resource: 'Repository',
        field: 'name',
        code: 'custom',
        message: 'name already exists on this account',
      });
    }
    const repository = await createRepository(forge, {
      owner,
      name: body.name,
      description: body.description ?? '',
    });
    if (body.auto_init) {
      await initializeRepository(forge, repository, {
        files: { 'README.md': `# ${repository.name}\n` },
        message: 'Initial commit',
        author: actor,
        actor,
      });
    }
    return c.json(repositoryShape(forge, repository, actor), 201);
  }

  routes.post('/user/repos', c => create(c, requireActor(c).login));
  routes.post('/orgs/:org/repos', c => create(c, c.req.param('org')));

  routes.get('/repos/:owner/:repo', c =>
    c.json(repositoryShape(forge, c.get('repository'), c.get('user'))),
  );

  routes.patch('/repos/:owner/:repo', async c => {
    const { id, git, owner, name } = c.get('repository');
    const body = await readBody(c, RepositoryUpdate, 'Repository');
    const defaultBranch = body.default_branch;
    if (defaultBranch !== undefined) {
      if (!(await readBranch(git, defaultBranch))) {
        throw invalid({
          resource: 'Repository',
          field: 'default_branch',
          code: 'invalid',
          message: `The branch ${defaultBranch} was not found.`,
        });
      }
      // What a clone checks out.
      await git.run(['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`]);
    }
    updateRepository(forge.db, id, {
      description: body.description ?? undefined,
      defaultBranch,
    });
    const updated = forge.repositories.find(owner, name) ?? c.get('repository');
    return c.json(repositoryShape(forge, updated, c.get('user')));
  });

  // Nobody forks here, and nothing is deployed from here.
  for (const list of ['forks', 'tags', 'releases', 'topics', 'deployments']) {
    routes.get(`/repos/:owner/:repo/${list}`, c =>
      c.json(list === 'topics' ? { names: [] } : []),
    );
  }

  routes.get('/repos/:owner/:repo/languages', c => c.json({}));

  routes.get('/repos/:owner/:repo/collaborators', c =>
    c.json(forge.users.all.map(({ login }) => simpleUser(forge, login))),
  );

  routes.get('/repos/:owner/:repo/collaborators/:login/permission', c => {
    const { login } = c.req.param();
    const permission = forge.users.byLogin(login) ? 'admin' : 'read';
    return c.json({
      permission,
      role_name: permission,
      user: simpleUser(forge, login),
    });
  });

  return routes;
}
