import {
  Button,
  SearchField,
  Select,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import {
  fleetStates,
  type FleetCount,
  type FleetCounts,
} from '@tenantry/backstage-plugin-tenantry-common';
import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { type FleetView, isNarrowed } from '../../fleet/fleetSearch';
import { controlWords, stateWords } from '../../fleet/fleetWords';
import styles from './FleetFilters.module.css';

export interface FleetFiltersProps {
  /** Absent until the first answer. */
  readonly counts?: FleetCounts;
  readonly view: FleetView;
  readonly show: (next: FleetView) => void;
}

/** Stands for "whatever it is" where a choice can't be empty. */
const ANY = '(any)';

/** The counts above the list, which are filters too, and the rest of what narrows it. */
export function FleetFilters({ counts, view, show }: FleetFiltersProps) {
  /** Whatever narrows the list differently begins at its top. */
  const narrow = (changes: Partial<FleetView>) =>
    show({ ...view, ...changes, offset: undefined });
  return (
    <div className={styles.filters} role="search" aria-label="Filter tenants">
      <StateCounts counts={counts} view={view} narrow={narrow} />
      <div className={styles.row}>
        <TextFilter
          text={view.text ?? ''}
          onChange={text => narrow({ text: text || undefined })}
        />
        <Choice
          label="Cluster"
          counts={counts?.clusters}
          value={view.cluster}
          onChange={cluster => narrow({ cluster })}
        />
        <Choice
          label="Profile"
          counts={counts?.profiles}
          value={view.profile}
          onChange={profile => narrow({ profile })}
        />
        <Choice
          label="Worst control"
          counts={counts?.worst}
          value={view.worst}
          onChange={worst => narrow({ worst })}
        />
      </div>
      {isNarrowed(view) && (
        <div className={styles.row}>
          <span className={styles.words}>{filterWords(view)}</span>
          <Button
            size="small"
            variant="secondary"
            onPress={() =>
              show({ view: 'list', limit: view.limit, sort: view.sort })
            }
          >
            Clear all filters
          </Button>
        </div>
      )}
    </div>
  );
}

function StateCounts({
  counts,
  view,
  narrow,
}: {
  counts?: FleetCounts;
  view: FleetView;
  narrow: (changes: Partial<FleetView>) => void;
}) {
  const all = counts && Object.values(counts.states).reduce((a, b) => a + b, 0);
  return (
    <ToggleButtonGroup
      aria-label="State of the tenant"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[view.state ?? ANY]}
      onSelectionChange={keys =>
        narrow({ state: fleetStates.find(state => keys.has(state)) })
      }
    >
      {[
        <ToggleButton key={ANY} id={ANY}>
          {withCount('All', all)}
        </ToggleButton>,
        ...fleetStates.map(state => (
          <ToggleButton key={state} id={state}>
            {withCount(stateWords[state].title, counts?.states[state])}
          </ToggleButton>
        )),
      ]}
    </ToggleButtonGroup>
  );
}

/** Asks when the typing pauses. */
function TextFilter({
  text,
  onChange,
}: {
  text: string;
  onChange: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  // Counted from the last letter, however often the page is drawn in between.
  useDebounce(
    () => {
      if (typed !== text) onChange(typed);
    },
    300,
    [typed],
  );
  return (
    <SearchField
      className={styles.text}
      label="Name, title or owner"
      value={typed}
      onChange={setTyped}
    />
  );
}

function Choice({
  label,
  counts = [],
  value,
  onChange,
}: {
  label: string;
  counts?: readonly FleetCount[];
  value?: string;
  onChange: (value: string | undefined) => void;
}) {
  const known = counts.some(count => count.value === value);
  const options = [
    { value: ANY, label: 'Any' },
    ...counts.map(count => ({
      value: count.value,
      label: withCount(count.value, count.tenants),
    })),
    // What is chosen stays to be seen where nothing fits it.
    ...(value === undefined || known
      ? []
      : [{ value, label: withCount(value, 0) }]),
  ];
  return (
    <Select
      label={label}
      value={value ?? ANY}
      options={options}
      onChange={key =>
        onChange(key === ANY || key === null ? undefined : String(key))
      }
    />
  );
}

function withCount(title: string, count: number | undefined): string {
  return count === undefined ? title : `${title} (${count.toLocaleString()})`;
}

/** What no other field shows. */
function filterWords({ control, is = 'drifts', cluster, owners }: FleetView) {
  return [
    control &&
      `${control} ${controlWords[is].one}${cluster ? ` on ${cluster}` : ''}`,
    owners && `owned by ${owners.join(' or ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}
