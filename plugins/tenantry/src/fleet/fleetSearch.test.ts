import { isNarrowed, readSearch, writeSearch } from './fleetSearch';

const read = (text: string) => readSearch(new URLSearchParams(text));

describe('the address of the fleet page', () => {
  it.each([
    '',
    'view=matrix',
    'text=pay&state=failing&cluster=prod-1&profile=hardened&sort=name&offset=50',
    'cluster=prod-1&control=default-deny&is=unknown',
    'worst=dns-egress&owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb',
  ])('%j is read as it was written', text => {
    expect([...writeSearch(read(text))].sort()).toEqual(
      [...new URLSearchParams(text)].sort(),
    );
  });

  it.each(['view=cards', 'state=green', 'is=drifts', 'offset=-1', 'offset=x'])(
    'leaves out what %s can not mean',
    text => {
      expect(String(writeSearch(read(text)))).toBe('');
    },
  );

  it('keeps nothing of the list in the address of the matrix', () => {
    expect(
      String(
        writeSearch(read('view=matrix&state=failing&owner=group:a&offset=50')),
      ),
    ).toBe('view=matrix');
  });

  it.each([
    ['', false],
    ['sort=name&offset=25&view=matrix', false],
    ['state=failing', true],
    ['owner=group:default/a', true],
  ])('%j narrows the list: %s', (text, narrowed) => {
    expect(isNarrowed(read(text))).toBe(narrowed);
  });
});
