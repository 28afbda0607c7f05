import { namespaceKind, type KubernetesObject } from '@tenantry/controls';
import {
  ClusterUnreachableError,
  RefusedError,
  type Answer,
  type ClusterClient,
} from '../client';
import { observeCluster } from './observeCluster';

const kind = { apiVersion: 'v1', kind: 'ResourceQuota' };

function answer(status: number, body: object, message = ''): Answer {
  return { status, body, message, warnings: [] };
}

function quota(name: string, version: string): KubernetesObject {
  return {
    ...kind,
    metadata: { name, namespace: 'payments-dev', resourceVersion: version },
  };
}

function page(
  objects: readonly KubernetesObject[],
  more: { continue?: string } = {},
): Answer {
  const items = objects.map(({ metadata }) => ({ metadata }));
  return answer(200, { metadata: { resourceVersion: '7', ...more }, items });
}

type Step = Answer | Error;
type Stream = readonly (object | Error)[];

/** An API server that answers in turn; once it has nothing more to say, a watch stays open and a list fails. */
function scripted(lists: readonly Step[], watches: readonly Stream[]) {
  const asked: Record<string, string>[] = [];
  const [answers, streams] = [[...lists], [...watches]];
  const client: ClusterClient = {
    server: 'https://cluster.example',
    async send(_request, { query = {}, accept } = {}) {
      asked.push({ ...query, ...(accept ? { accept } : {}) });
      const next = answers.shift() ?? new Error('nothing more to say');
      if (next instanceof Error) throw next;
      return next;
    },
    get: () => Promise.reject(new Error('not asked for')),
    async *lines(_path, { query = {}, accept, signal, onOpen }) {
      asked.push({ ...query, ...(accept ? { accept } : {}) });
      const stream = streams.shift();
      if (!(stream?.[0] instanceof Error)) onOpen?.();
      for (const event of stream ?? []) {
        if (event instanceof Error) throw event;
        yield JSON.stringify(event);
      }
      if (!stream)
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('aborted'))),
        );
    },
    close: () => {},
  };
  return { client, asked };
}

/** Looks until a condition holds, and tells what is known then. */
async function look(
  lists: readonly Step[],
  watches: readonly Stream[],
  isSo: (names: string[], source: string, calls: number) => boolean,
) {
  const { client, asked } = scripted(lists, watches);
  const observer = observeCluster({ client });
  observer.follow([kind]);
  const names = () => observer.all(kind).map(({ metadata }) => metadata.name);
  try {
    while (!isSo(names(), observer.source(kind).state, asked.length))
      await new Promise(resolve => setTimeout(resolve, 1));
    return { names: names(), source: observer.source(kind), asked };
  } finally {
    await observer.stop();
  }
}

const event = (type: string, object: object) => ({ type, object });

describe('following a kind', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('lists page by page, then watches from there, with bookmarks', async () => {
    const { names, source, asked } = await look(
      [page([quota('a', '1')], { continue: 'next' }), page([quota('b', '2')])],
      [],
      known => known.length === 2,
    );
    expect(names).toEqual(['a', 'b']);
    expect(source).toEqual({ state: 'read', at: expect.any(String) });
    expect(asked).toMatchObject([
      { limit: '500', labelSelector: 'app.kubernetes.io/managed-by=tenantry' },
      { continue: 'next' },
      { watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '7' },
    ]);
  });

  it('follows what is added, changed and deleted, and goes on where the server ended the watch', async () => {
    const { names, asked } = await look(
      [page([quota('a', '1')])],
      [
        [
          event('ADDED', quota('b', '8')),
          event('DELETED', quota('a', '9')),
          event('BOOKMARK', { metadata: { resourceVersion: '12' } }),
        ],
        [event('ADDED', quota('c', '13'))],
      ],
      known => known.includes('c'),
    );
    expect(names).toEqual(['b', 'c']);
    const versions = asked.flatMap(
      ({ resourceVersion }) => resourceVersion ?? [],
    );
    expect(versions.slice(0, 2)).toEqual(['7', '12']);
  });

  it('goes on from what it was told last where the connection broke, so that nothing goes backwards', async () => {
    const broken = new ClusterUnreachableError(
      'https://cluster.example',
      new Error('x'),
    );
    const { asked } = await look(
      [page([quota('a', '1')])],
      [
        [
          event('MODIFIED', quota('a', '8')),
          event('MODIFIED', quota('a', '9')),
          broken,
        ],
        [event('ADDED', quota('c', '13'))],
      ],
      known => known.includes('c'),
    );
    const versions = asked.flatMap(
      ({ resourceVersion }) => resourceVersion ?? [],
    );
    expect(versions.slice(0, 2)).toEqual(['7', '9']);
  });

  it.each<[string, Stream]>([
    ['an event', [event('ERROR', { code: 410, message: 'too old' })]],
    ['an answer', [new RefusedError(answer(410, {}, 'too old'))]],
  ])(
    'lists again when its version is too old, told by %s',
    async (_, expired) => {
      const { names } = await look(
        [page([quota('a', '1')]), page([quota('z', '99')])],
        [expired],
        known => known.includes('z'),
      );
      expect(names).toEqual(['z']);
    },
  );

  it.each<[string, Step, string]>([
    [
      'credentials that are not accepted',
      answer(401, {}, 'Unauthorized'),
      'the cluster does not accept the credentials',
    ],
    [
      'a right that is missing',
      answer(403, {}, 'resourcequotas is forbidden'),
      "the credentials don't allow it (resourcequotas is forbidden)",
    ],
    [
      'a server in trouble',
      answer(500, {}, 'etcd is away'),
      'the API server answered 500: etcd is away',
    ],
    [
      'no answer',
      new ClusterUnreachableError('https://cluster.example', new Error('gone')),
      'no answer from https://cluster.example: gone',
    ],
  ])('says %s, and reads again once it is over', async (_, failure, reason) => {
    const { client } = scripted([failure, page([quota('a', '1')])], []);
    const seen: string[] = [];
    const observer = observeCluster({
      client,
      onChange() {
        const source = observer.source(kind);
        seen.push(source.state === 'read' ? 'read' : source.reason);
      },
    });
    observer.follow([kind]);
    while (!seen.includes('read'))
      await new Promise(resolve => setTimeout(resolve, 1));
    await observer.stop();
    expect(seen[0]).toBe(reason);
  });

  it('keeps what it knows when the watch breaks, and says since when it is not sure', async () => {
    const { names, source } = await look(
      [page([quota('a', '1')])],
      [
        [
          new ClusterUnreachableError(
            'https://cluster.example',
            new Error('x'),
          ),
        ],
      ],
      (known, state) => known.length === 1 && state === 'unreadable',
    );
    expect(names).toEqual(['a']);
    expect(source).toMatchObject({
      state: 'unreadable',
      lastRead: expect.any(String),
    });
  });

  it('does not take a watch that was never opened for a confirmation', async () => {
    const { client } = scripted(
      [page([quota('a', '1')])],
      Array.from({ length: 3 }, () => [
        new ClusterUnreachableError('https://cluster.example', new Error('x')),
      ]),
    );
    const states: string[] = [];
    const observer = observeCluster({
      client,
      onChange: () => states.push(observer.source(kind).state),
    });
    observer.follow([kind]);
    while (states.filter(state => state === 'unreadable').length < 3)
      await new Promise(resolve => setTimeout(resolve, 1));
    await observer.stop();
    // The list alone confirms: nothing is read again while no watch can be opened.
    expect(states.lastIndexOf('read')).toBeLessThan(
      states.indexOf('unreadable', 1),
    );
  });

  it.each<[string, Step[], Stream[]]>([
    [
      'watches that end at once',
      [page([quota('a', '1')])],
      Array.from({ length: 100 }, () => []),
    ],
    [
      'versions that are always too old',
      Array.from({ length: 100 }, () => page([quota('a', '1')])),
      Array.from({ length: 100 }, () => [event('ERROR', { code: 410 })]),
    ],
  ])('does not hurry after %s', async (_, lists, watches) => {
    const { client, asked } = scripted(lists, watches);
    const observer = observeCluster({ client });
    observer.follow([kind]);
    await new Promise(resolve => setTimeout(resolve, 2_000));
    await observer.stop();
    expect(asked.length).toBeLessThan(9);
  });

  it('lists again soon where what it knows is too old by the time that it gets through', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const away = [
      new ClusterUnreachableError('https://cluster.example', new Error('x')),
    ];
    const { client, asked } = scripted(
      [page([quota('a', '1')]), page([quota('b', '2')])],
      [away, away, away, [event('ERROR', { code: 410 })]],
    );
    const observer = observeCluster({ client });
    observer.follow([kind]);
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise(resolve => setTimeout(resolve, 1));
      return Date.now();
    };
    const gotThrough = await until(() => asked.length === 5);
    const listed = await until(
      () => observer.find(quota('b', '')) !== undefined,
    );
    // After one more failure it would be 4 s.
    expect(listed - gotThrough).toBeLessThan(3_000);
    await observer.stop();
  }, 20_000);

  it('knows what stayed as it was when it lists again, and what did not', async () => {
    const { metadata } = quota('b', '3');
    const relabelled = {
      ...kind,
      metadata: { ...metadata, labels: { changed: 'yes' } },
    };
    const { client } = scripted(
      [
        page([quota('a', '1'), quota('b', '2')]),
        page([quota('a', '1'), relabelled]),
      ],
      [[event('ERROR', { code: 410 })]],
    );
    const revisions: (object | undefined)[][] = [];
    const lists: unknown[] = [];
    const observer = observeCluster({
      client,
      onChange() {
        revisions.push(
          ['a', 'b'].map(name => observer.revision(quota(name, ''))),
        );
        lists.push(observer.all(kind), observer.all(kind));
      },
    });
    observer.follow([kind]);
    while (observer.find(quota('b', ''))?.metadata.resourceVersion !== '3')
      await new Promise(resolve => setTimeout(resolve, 1));
    expect(observer.revision(quota('c', ''))).toBeUndefined();
    await observer.stop();
    const [first, last] = [revisions[0], revisions[revisions.length - 1]];
    expect(first.every(revision => revision !== undefined)).toBe(true);
    expect(last[0]).toBe(first[0]);
    expect(last[1]).not.toBe(first[1]);
    expect(lists[1]).toBe(lists[0]);
    expect(lists[lists.length - 1]).not.toBe(lists[0]);
  });

  it('shows nothing of a list before its last page', async () => {
    const { names, source } = await look(
      [
        page([quota('a', '1')], { continue: 'next' }),
        answer(500, {}, 'etcd is away'),
      ],
      [],
      (_, state, calls) => calls === 2 && state === 'unreadable',
    );
    expect(names).toEqual([]);
    expect(source.state).toBe('unreadable');
  });

  it('lists again after it was refused, and keeps nothing of what was not served', async () => {
    const { names } = await look(
      [page([quota('a', '1')]), page([quota('b', '2')])],
      [[new RefusedError(answer(404, {}, 'not found'))]],
      known => known.includes('b'),
    );
    expect(names).toEqual(['b']);
  });

  it('forgets what the cluster no longer has a kind for', async () => {
    const { names, source } = await look(
      [page([quota('a', '1')]), answer(404, {}, 'not found')],
      [[event('ERROR', { code: 410 })]],
      (_, state, calls) => calls === 3 && state === 'unreadable',
    );
    expect(names).toEqual([]);
    expect(source).toMatchObject({
      reason: 'the cluster does not have this kind of object',
      notServed: true,
    });
  });

  it('says in one short line what a proxy answers with a page', async () => {
    const html = `<html>\r\n<title>Bad\u0000 gateway</title>${'\n<p>'.repeat(
      2_000,
    )}`;
    const { source } = await look(
      [page([]), answer(502, {}, html)],
      [[event('ERROR', { code: 410 })]],
      (_, state, calls) => state === 'unreadable' && calls > 2,
    );
    const { reason = '' } = source as { reason?: string };
    expect(reason).toMatch(
      /^the API server answered 502: <html> <title>Bad gateway<\/title> <p> <p>.*…$/,
    );
    expect(reason).toHaveLength(300);
  });

  it('does not believe a connection on which nothing arrives', async () => {
    jest.useFakeTimers();
    const { client } = scripted([page([quota('a', '1')])], []);
    const observer = observeCluster({ client });
    observer.follow([kind]);
    while (observer.source(kind).state !== 'read')
      await jest.advanceTimersByTimeAsync(1);
    await jest.advanceTimersByTimeAsync(149_000);
    expect(observer.source(kind).state).toBe('read');
    await jest.advanceTimersByTimeAsync(1_100);
    expect(observer.source(kind)).toMatchObject({
      state: 'unreadable',
      reason: 'the connection was silent for 150 s',
    });
    await observer.stop();
  });

  it('believes nothing that was not confirmed for three minutes', async () => {
    const { client } = scripted([page([quota('a', '1')])], []);
    const observer = observeCluster({ client });
    observer.follow([kind]);
    while (observer.source(kind).state !== 'read')
      await new Promise(resolve => setTimeout(resolve, 1));
    jest.useFakeTimers({ now: Date.now() + 181_000 });
    expect(observer.source(kind)).toMatchObject({ state: 'unreadable' });
    jest.useRealTimers();
    await observer.stop();
  });

  it('believes nothing for longer because the clock of this machine was set back', async () => {
    jest.useFakeTimers();
    const { client } = scripted([page([quota('a', '1')])], []);
    // As a connection would that hangs in some other way than by silence.
    let release = () => {};
    client.lines = async function* hanging() {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      yield* [];
    };
    const observer = observeCluster({ client });
    observer.follow([kind]);
    while (observer.source(kind).state !== 'read')
      await jest.advanceTimersByTimeAsync(1);
    jest.setSystemTime(Date.now() - 3_600_000);
    await jest.advanceTimersByTimeAsync(181_000);
    expect(observer.source(kind).state).toBe('unreadable');
    const stopped = observer.stop();
    release();
    await stopped;
  });

  it('takes no word of a clock from the cluster', async () => {
    const object = quota('a', '1');
    const ofTheFuture = {
      ...object,
      metadata: {
        ...object.metadata,
        creationTimestamp: '2126-01-01T00:00:00Z',
      },
    };
    const { source } = await look(
      [page([ofTheFuture])],
      [],
      (_, state) => state === 'read',
    );
    const { at = '' } = source as { at?: string };
    expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(10_000);
  });

  it('asks for the metadata alone of everybody’s objects of which nothing else is judged', async () => {
    const partial = {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'team', resourceVersion: '3' },
    };
    const { client, asked } = scripted(
      [answer(200, { metadata: { resourceVersion: '7' }, items: [partial] })],
      [],
    );
    const observer = observeCluster({ client });
    observer.follow([namespaceKind]);
    while (asked.length < 2)
      await new Promise(resolve => setTimeout(resolve, 1));
    expect(asked).toEqual([
      {
        limit: '500',
        accept:
          'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      },
      {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: '7',
        accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      },
    ]);
    expect(observer.all(namespaceKind)).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: partial.metadata },
    ]);
    await observer.stop();
  });

  it('tells which object changed, and that a source can be read or not', async () => {
    const used = { ...quota('a', '8'), status: { used: { pods: '3' } } };
    const larger = { ...quota('a', '9'), spec: { hard: { pods: '9' } } };
    const { client } = scripted(
      [
        page([quota('a', '1'), quota('b', '2')]),
        page([quota('b', '2'), quota('c', '11')]),
      ],
      [
        [
          event('MODIFIED', used),
          event('MODIFIED', larger),
          event('DELETED', quota('b', '10')),
          event('ERROR', { code: 410 }),
        ],
      ],
    );
    const told: (string | undefined)[] = [];
    const before: (string | undefined)[] = [];
    const observer = observeCluster({
      client,
      onChange(change) {
        told.push(change.object?.metadata.name);
        before.push(
          change.before?.metadata.resourceVersion as string | undefined,
        );
      },
    });
    observer.follow([kind]);
    while (told.length < 6)
      await new Promise(resolve => setTimeout(resolve, 1));
    await observer.stop();
    // The source, two changes that are not of the status, and what the second list has otherwise.
    expect(told).toEqual([undefined, 'a', 'b', 'b', 'c', 'a']);
    expect(before).toEqual([undefined, '8', '2', undefined, undefined, '9']);
  });

  it('tells once nobody confirms any more what was known, and once somebody does again', async () => {
    const { client } = scripted([page([quota('a', '1')])], []);
    const told: string[] = [];
    const observer = observeCluster({
      client,
      onChange: () => told.push(observer.source(kind).state),
    });
    jest.useFakeTimers();
    // As a connection would that hangs in some other way than by silence.
    let release = () => {};
    client.lines = async function* hanging() {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      yield JSON.stringify(
        event('BOOKMARK', { metadata: { resourceVersion: '9' } }),
      );
    };
    observer.follow([kind]);
    while (told.length === 0) await jest.advanceTimersByTimeAsync(1);
    await jest.advanceTimersByTimeAsync(181_000);
    expect(told).toEqual(['read', 'unreadable']);
    release();
    await jest.advanceTimersByTimeAsync(10);
    expect(told).toEqual(['read', 'unreadable', 'read']);
    await observer.stop();
  });

  it('says of a kind that nobody looks at that nobody does', () => {
    const observer = observeCluster({ client: scripted([], []).client });
    expect(observer.source(kind)).toEqual({
      state: 'unreadable',
      reason: 'nobody looks at this kind',
    });
  });
});
