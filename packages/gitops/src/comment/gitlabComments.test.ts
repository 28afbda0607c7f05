import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { gitlabComments } from './gitlabComments';
import { keepComment } from './keepComment';

const api = 'https://gitlab.example.com/api/v4';
const notes = `${api}/projects/42/merge_requests/7/notes`;
const token = 'glpat-that-nobody-may-see';
const marker = '<!-- tenantry:plan -->';

interface Note {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly id: number };
}

let there: Note[] = [];
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  there = [];
  server.resetHandlers(
    http.get(`${api}/user`, ({ request }) =>
      request.headers.get('PRIVATE-TOKEN') === token
        ? HttpResponse.json({ id: 5 })
        : HttpResponse.json({ message: '401 Unauthorized' }, { status: 401 }),
    ),
    http.get(notes, ({ request }) => {
      const { searchParams } = new URL(request.url);
      const [page, size] = ['page', 'per_page'].map(name =>
        Number(searchParams.get(name)),
      );
      return HttpResponse.json(there.slice((page - 1) * size, page * size));
    }),
    http.post<never, { body: string }>(notes, async ({ request }) => {
      const { body } = await request.json();
      const note = { ...noteOf(5, body), id: 100 + there.length };
      there.push(note);
      return HttpResponse.json(note, { status: 201 });
    }),
    http.put<{ id: string }, { body: string }>(
      `${notes}/:id`,
      async ({ request, params }) => {
        const note = there.find(({ id }) => id === Number(params.id));
        if (!note) return HttpResponse.json({}, { status: 404 });
        note.body = (await request.json()).body;
        return HttpResponse.json(note);
      },
    ),
  );
});
afterAll(() => server.close());

function noteOf(author: number, body: string, system = false): Note {
  return { id: there.length + 1, body, system, author: { id: author } };
}

function keep(body: string, given = token) {
  return keepComment(
    gitlabComments({
      apiUrl: api,
      project: '42',
      iid: 7,
      token: given,
      htmlUrl: 'https://gitlab.example.com/acme/tenants',
    }),
    { topic: 'plan', body, isEmpty: false },
  );
}

it('writes one comment on a merge request, and changes it from then on', async () => {
  expect(await keep('Loosens nothing.')).toEqual({
    state: 'created',
    url: 'https://gitlab.example.com/acme/tenants/-/merge_requests/7#note_100',
  });
  expect(await keep('Loosens the quota.')).toMatchObject({ state: 'updated' });
  expect(there.map(({ body }) => body)).toEqual([
    `${marker}\nLoosens the quota.`,
  ]);
});

it('takes neither somebody else’s comment nor one of the system, on any page', async () => {
  there.push(
    noteOf(6, `${marker}\nAll is well.`),
    noteOf(5, `${marker}\nchanged the title`, true),
  );
  for (let count = 0; count < 150; count += 1)
    there.push(noteOf(6, `Remark ${count}`));
  there.push(noteOf(5, `${marker}\nFirst.`));

  expect(await keep('Second.')).toMatchObject({ state: 'updated' });
  expect(there[0].body).toBe(`${marker}\nAll is well.`);
  expect(there.map(({ body }) => body).pop()).toBe(`${marker}\nSecond.`);
});

it('says of a token that is refused why there is no comment, without it', async () => {
  const refused = await keep('Loosens nothing.', 'glpat-wrong');
  expect(refused).toEqual({
    state: 'refused',
    reason: expect.stringContaining('The token was refused by the project 42'),
  });
  expect(JSON.stringify(refused)).not.toContain('glpat');
});

it('asks again where the forge stumbles, but never writes twice', async () => {
  let stumbles = 0;
  let writes = 0;
  server.use(
    http.get(notes, () => {
      stumbles += 1;
      return stumbles === 1
        ? HttpResponse.json({}, { status: 502 })
        : HttpResponse.json([]);
    }),
    http.post(notes, () => {
      writes += 1;
      return HttpResponse.json({}, { status: 502 });
    }),
  );
  await expect(keep('Loosens nothing.')).rejects.toThrow(
    "gitlab.example.com can't be reached: it answered 502",
  );
  expect([stumbles, writes]).toEqual([2, 1]);
});

it('follows no redirect with the token', async () => {
  let elsewhere = 0;
  server.use(
    http.get(`${api}/user`, () =>
      HttpResponse.redirect('https://elsewhere.example.com/user'),
    ),
    http.get('https://elsewhere.example.com/user', () => {
      elsewhere += 1;
      return HttpResponse.json({ id: 5 });
    }),
  );
  await expect(keep('Loosens nothing.')).rejects.toThrow(/can't be reached/);
  expect(elsewhere).toBe(0);
});
