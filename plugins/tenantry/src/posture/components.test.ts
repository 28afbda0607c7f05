import { audited, ledger, payments } from '../__testUtils__/tenants';
import { componentHeadings, groupByComponent } from './components';
import { countControls, filterGroups } from './filter';

describe('groupByComponent', () => {
  it('gives every control one row, under the component it protects, in reading order', () => {
    const groups = groupByComponent(payments);
    expect(groups.map(({ component }) => component)).toEqual([
      'namespace',
      'access',
      'resources',
      'network',
      'kubelet',
      'pods',
      'runtime',
      'gitops',
    ]);
    expect(
      groups
        .find(({ component }) => component === 'network')
        ?.rows.map(({ control }) => control),
    ).toEqual(['default-deny', 'internet-egress']);
    expect(countControls(groups)).toBe(9);
  });

  it('lists only the environments a control applies to', () => {
    const [runtime] = groupByComponent(payments).filter(
      ({ component }) => component === 'runtime',
    );
    expect(runtime.rows[0].environments.map(({ name }) => name)).toEqual([
      'prod',
    ]);
  });

  it('has a heading for each component of the fixtures', () => {
    for (const { component } of groupByComponent(payments)) {
      expect(componentHeadings[component].title).not.toBe('');
    }
  });
});

describe('filterGroups', () => {
  it('leaves the one environment that does not hold', () => {
    const failing = filterGroups(groupByComponent(ledger), 'failing');
    expect(failing).toHaveLength(1);
    expect(failing[0].rows).toHaveLength(1);
    expect(failing[0].rows[0].control).toBe('default-deny');
    expect(failing[0].rows[0].environments.map(({ name }) => name)).toEqual([
      'prod',
    ]);
  });

  it('leaves out of what is unknown what no cluster can answer', () => {
    const groups = groupByComponent(audited);
    expect(filterGroups(groups, 'unknown')).toEqual([]);
    expect(countControls(filterGroups(groups, 'all'))).toBe(9);
  });

  it('finds everything unknown when no cluster is connected', () => {
    const groups = groupByComponent(payments);
    expect(countControls(filterGroups(groups, 'unknown'))).toBe(9);
    expect(filterGroups(groups, 'failing')).toEqual([]);
  });
});
