import { Button, Table, Text } from '@backstage/ui';
import type { FleetPage } from '@tenantry/backstage-plugin-tenantry-common';
import { type FleetView, isNarrowed, pageSize } from '../../fleet/fleetSearch';
import { useFleetColumns } from './fleetColumns';
import styles from './FleetTable.module.css';

export interface FleetTableProps {
  /** Absent until the first answer. */
  readonly page?: FleetPage;
  /** Whether the page answers another question. */
  readonly isOld: boolean;
  readonly view: FleetView;
  readonly show: (next: FleetView) => void;
}

/** One page of tenants. */
export function FleetTable({ page, isOld, view, show }: FleetTableProps) {
  const columns = useFleetColumns();
  const { offset = 0, sort = 'worst' } = view;
  const total = page?.total ?? 0;
  const turnTo = (next: number) =>
    show({ ...view, offset: next > 0 ? next : undefined });
  return (
    <section aria-label="Tenants" className={styles.list}>
      <Table
        columnConfig={columns}
        data={page?.tenants.map(tenant => ({ ...tenant, id: tenant.name }))}
        isPending={!page}
        isStale={isOld}
        sort={{
          descriptor: {
            column: sort === 'name' ? 'name' : 'state',
            direction: 'ascending',
          },
          onSortChange: ({ column }) =>
            show({
              ...view,
              sort: column === 'name' ? 'name' : undefined,
              offset: undefined,
            }),
        }}
        emptyState={page && <NoTenants page={page} view={view} show={show} />}
        pagination={{
          type: 'page',
          pageSize,
          pageSizeOptions: [],
          offset,
          totalCount: total,
          hasNextPage: offset + pageSize < total,
          hasPreviousPage: offset > 0,
          onNextPage: () => turnTo(offset + pageSize),
          onPreviousPage: () => turnTo(offset - pageSize),
          showPageSizeOptions: false,
        }}
      />
    </section>
  );
}

function NoTenants({
  page,
  view,
  show,
}: Required<Pick<FleetTableProps, 'page' | 'view' | 'show'>>) {
  if (page.total > 0)
    return (
      <Nothing
        words={`There are ${page.total} tenants, fewer than before this page.`}
      >
        <Button
          variant="secondary"
          onPress={() => show({ ...view, offset: undefined })}
        >
          To the first page
        </Button>
      </Nothing>
    );
  if (isNarrowed(view))
    return (
      <Nothing words="No tenant fits these filters.">
        <Button
          variant="secondary"
          onPress={() => show({ view: 'list', sort: view.sort })}
        >
          Show all tenants
        </Button>
      </Nothing>
    );
  return page.judging.waiting > 0 ? (
    <Nothing words="Nobody has been looked at yet. The first tenants appear in a moment." />
  ) : (
    <Nothing words="There are no tenants yet. The first one comes by a request." />
  );
}

function Nothing({
  words,
  children,
}: {
  words: string;
  children?: JSX.Element;
}) {
  return (
    <div className={styles.nothing}>
      <Text color="secondary">{words}</Text>
      {children}
    </div>
  );
}
