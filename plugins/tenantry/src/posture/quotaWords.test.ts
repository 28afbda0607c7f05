import { amountsInWords, fullnessWord, gaugeTitle } from './quotaWords';

describe('amountsInWords', () => {
  it.each([
    ['5200m', '16', '5.2', '16'],
    ['0', '16', '0', '16'],
    ['1m', '16', '<0.01', '16'],
    ['15999m', '16', '15.99', '16'],
    ['1536Mi', '8Gi', '1.5', '8 GiB'],
    ['2147483648', '8Gi', '2', '8 GiB'],
    ['3Ti', '500Gi', '3072', '500 GiB'],
    ['250', '1k', '250', '1000'],
    ['250m', '500m', '0.25', '0.5'],
    ['what', '16', 'what', '16'],
  ])('%s and %s are %s of %s', (used, hard, usedWords, hardWords) => {
    expect(amountsInWords(used, hard)).toEqual({
      used: usedWords,
      hard: hardWords,
    });
  });
});

describe('gaugeTitle', () => {
  it.each([
    ['CPU', 'requests.cpu', 'CPU'],
    ['CPU', 'limits.cpu', 'CPU limits'],
    ['Pods', 'count/pods', 'Pods'],
  ])('%s by %s is called %s', (title, entry, expected) => {
    expect(gaugeTitle(title, entry)).toBe(expected);
  });
});

describe('fullnessWord', () => {
  it.each([
    [0, undefined],
    [0.8999, undefined],
    [0.9, 'near full'],
    [0.9999, 'near full'],
    [1, 'full'],
    [1.2, 'over'],
  ])('%d is %s', (fraction, word) => {
    expect(fullnessWord(fraction)).toBe(word);
  });
});
