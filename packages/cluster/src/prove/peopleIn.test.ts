import type { Answer, ClusterClient } from '../client';
import { peopleIn } from './peopleIn';

const binding = (role: string, ...groups: readonly string[]) => ({
  roleRef: { kind: 'ClusterRole', name: role },
  subjects: groups.map(name => ({ kind: 'Group', name })),
});

function answering(status: number, body: object): ClusterClient {
  const client: Pick<ClusterClient, 'send'> = {
    send: async (): Promise<Answer> => ({
      status,
      body,
      message: 'rolebindings is forbidden',
      warnings: [],
    }),
  };
  return client as ClusterClient;
}

describe('peopleIn', () => {
  it('tells groups by their role, and leaves those of the system out', async () => {
    const client = answering(200, {
      items: [
        binding('admin', 'web-leads'),
        binding('edit', 'web-devs', 'system:authenticated'),
        binding('deploys', 'web-robots', 'web-devs'),
        binding('view', 'audit'),
        { roleRef: { name: 'edit' } },
        {
          roleRef: { name: 'edit' },
          subjects: [{ kind: 'User', name: 'pat' }],
        },
      ],
    });
    expect(await peopleIn(client, 'web')).toEqual({
      admin: ['web-leads'],
      developer: ['web-devs', 'web-robots'],
      viewer: ['audit'],
    });
  });

  it('knows nobody where there are no bindings', async () => {
    expect(await peopleIn(answering(200, { items: [] }), 'web')).toEqual({});
  });

  it('says that it may not look', async () => {
    await expect(peopleIn(answering(403, {}), 'web')).rejects.toThrow(
      'rolebindings is forbidden',
    );
  });
});
