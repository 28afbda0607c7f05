import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  type FleetView,
  readSearch,
  writeSearch,
} from '../../fleet/fleetSearch';
import { FleetList } from './FleetList';
import { FleetMatrixView } from './FleetMatrixView';
import styles from './FleetPage.module.css';

const views = [
  { id: 'list', word: 'Tenants' },
  { id: 'matrix', word: 'Controls by cluster' },
] as const;

/** All tenants, the worst first; or all controls, cluster by cluster. */
export function FleetPage() {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => readSearch(search), [search]);
  const show = useCallback(
    (next: FleetView) => setSearch(writeSearch(next)),
    [setSearch],
  );
  return (
    <div className={styles.page}>
      <ToggleButtonGroup
        aria-label="What to show"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view.view]}
        onSelectionChange={keys => {
          const next = views.find(({ id }) => keys.has(id));
          if (next) show({ ...view, view: next.id });
        }}
      >
        {views.map(({ id, word }) => (
          <ToggleButton key={id} id={id}>
            {word}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {view.view === 'list' ? (
        <FleetList view={view} show={show} />
      ) : (
        <FleetMatrixView />
      )}
    </div>
  );
}
