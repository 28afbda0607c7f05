import { cached } from './cached';

it('reads once for callers that come together, and again when told to forget', async () => {
  let reads = 0;
  const read = async () => {
    reads += 1;
    return reads;
  };
  const value = cached(read, 60_000);
  expect(await Promise.all([value.get(), value.get()])).toEqual([1, 1]);
  value.forget();
  expect(await value.get()).toBe(2);
});

it('does not keep a failure', async () => {
  const read = jest
    .fn<Promise<string>, []>()
    .mockRejectedValueOnce(new Error('no answer'))
    .mockResolvedValue('here');
  const value = cached(read, 60_000);
  await expect(value.get()).rejects.toThrow('no answer');
  expect(await value.get()).toBe('here');
});
