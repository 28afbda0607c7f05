import { remember } from './remember';

const answers = new Map([['a b', 'ab']]);
const ask = jest.fn(async (a: string, b: string) => {
  if (a === b) throw new Error(`${a} twice`);
  return answers.get(`${a} ${b}`);
});
beforeEach(() => ask.mockClear());

it('asks once, also when two ask at once', async () => {
  const asking = remember(10, ask);
  expect(await Promise.all([asking('a', 'b'), asking('a', 'b')])).toEqual([
    'ab',
    'ab',
  ]);
  expect(await asking('a', 'b')).toBe('ab');
  expect(ask).toHaveBeenCalledTimes(1);
});

it('asks again where there was no answer or a failure', async () => {
  const asking = remember(10, ask);
  expect(await asking('c', 'd')).toBeUndefined();
  expect(await asking('c', 'd')).toBeUndefined();
  await expect(asking('e', 'e')).rejects.toThrow('e twice');
  await expect(asking('e', 'e')).rejects.toThrow('e twice');
  expect(ask).toHaveBeenCalledTimes(4);
});

it('forgets what was not used for longest', async () => {
  const always = jest.fn(async (name: string) => name);
  const asking = remember(2, always);
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await asking(name);
  expect(always.mock.calls.flat()).toEqual(['a', 'b', 'c', 'b']);
});
