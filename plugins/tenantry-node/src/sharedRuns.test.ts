import { sharedRuns } from './sharedRuns';

it('never runs twice at once, and shares the run that is still to come', async () => {
  const events: string[] = [];
  let runs = 0;
  const call = sharedRuns(async () => {
    runs += 1;
    const mine = runs;
    events.push(`start ${mine}`);
    await new Promise(resolve => setTimeout(resolve, 5));
    events.push(`end ${mine}`);
    return mine;
  });
  const first = call();
  await Promise.resolve();
  await Promise.resolve();
  const later = Promise.all([call(), call()]);
  expect(await first).toBe(1);
  expect(await later).toEqual([2, 2]);
  expect(events).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
});

it('goes on after a failure', async () => {
  const run = jest
    .fn<Promise<string>, []>()
    .mockRejectedValueOnce(new Error('no answer'))
    .mockResolvedValue('here');
  const call = sharedRuns(run);
  await expect(call()).rejects.toThrow('no answer');
  expect(await call()).toBe('here');
});
