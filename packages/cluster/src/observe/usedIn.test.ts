import type { Answer, ClusterClient } from '../client';
import { usedIn } from './usedIn';

function answering(status: number, body: object, message = '') {
  const asked: string[] = [];
  const client: Pick<ClusterClient, 'send'> = {
    async send({ verb, resource, namespace }): Promise<Answer> {
      asked.push(`${verb} ${resource} ${namespace}`);
      return { status, body, message, warnings: [] };
    },
  };
  return { client: client as ClusterClient, asked };
}

const quota = (name: string, used?: Record<string, string>) => ({
  metadata: { name },
  ...(used ? { status: { used } } : {}),
});

describe('usedIn', () => {
  it('asks once, and takes the most where quotas bound the same', async () => {
    const { client, asked } = answering(200, {
      items: [
        quota('compute', { 'limits.cpu': '900m', 'count/pods': '3' }),
        quota('somebodys', { 'limits.cpu': '1' }),
      ],
    });
    expect(await usedIn(client, 'payments-dev')).toEqual({
      'limits.cpu': '1',
      'count/pods': '3',
    });
    expect(asked).toEqual(['list v1/resourcequotas payments-dev']);
  });

  it('finds nothing used where there is no quota, nor a namespace', async () => {
    const { client } = answering(200, { items: [] });
    expect(await usedIn(client, 'payments-new')).toEqual({});
  });

  it.each([
    [403, {}, 'quotas is forbidden', 'quotas is forbidden'],
    [200, { items: [quota('compute')] }, '', 'compute has no status yet'],
    [200, {}, '', 'no list of quotas'],
  ])('takes an answer of %i %j for no use at all', async (...given) => {
    const [status, body, message, reason] = given;
    const { client } = answering(status, body, message);
    await expect(usedIn(client, 'payments-dev')).rejects.toThrow(reason);
  });
});
