import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink, entityRouteRef } from '@backstage/plugin-catalog-react';
import { Cell, CellText, type ColumnConfig, Link, Text } from '@backstage/ui';
import type { FleetTenant } from '@tenantry/backstage-plugin-tenantry-common';
import { useMemo } from 'react';
import { stateWords } from '../../fleet/fleetWords';
import { columnTitles } from '../../posture/columns';
import { StateMark } from '../common/StateMark';
import { TimeAgo } from '../common/TimeAgo';
import styles from './FleetTable.module.css';

type Row = FleetTenant & { readonly id: string };

/** What a row says of a tenant. */
export function useFleetColumns(): ColumnConfig<Row>[] {
  const entityLink = useRouteRef(entityRouteRef);
  return useMemo(() => {
    const pageOf = (name: string) =>
      entityLink({ kind: 'resource', namespace: 'default', name });
    return [
      {
        id: 'name',
        width: '1fr',
        minWidth: 140,
        label: 'Tenant',
        isRowHeader: true,
        isSortable: true,
        cell: ({ name, title }) => (
          <Cell textValue={name}>
            <div className={styles.cell}>
              <Link href={pageOf(name)} weight="bold">
                {name}
              </Link>
              {title !== name && (
                <Text variant="body-small" color="secondary">
                  {title}
                </Text>
              )}
            </div>
          </Cell>
        ),
      },
      {
        id: 'state',
        width: 150,
        label: 'State',
        isSortable: true,
        cell: tenant => (
          <Cell textValue={stateWords[tenant.state].word}>
            <div className={styles.cell}>
              <State {...tenant} />
              {tenant.stale && (
                <Text variant="body-small" color="secondary">
                  last known <TimeAgo time={tenant.judgedAt} />
                </Text>
              )}
            </div>
          </Cell>
        ),
      },
      {
        id: 'worst',
        width: '2fr',
        minWidth: 220,
        label: 'Worst finding',
        cell: tenant => (
          <Cell textValue={tenant.worst?.title ?? ''}>
            <Finding
              tenant={tenant}
              href={`${pageOf(tenant.name)}/isolation`}
            />
          </Cell>
        ),
      },
      {
        id: 'environments',
        width: 290,
        label: 'Environments',
        cell: ({ environments }) => (
          <Cell textValue={environments.map(({ name }) => name).join(', ')}>
            <Environments environments={environments} />
          </Cell>
        ),
      },
      {
        id: 'owner',
        width: '1fr',
        minWidth: 110,
        label: 'Owner',
        cell: ({ owner }) => (
          <Cell textValue={owner}>
            <EntityRefLink entityRef={owner} defaultKind="group" hideIcon />
          </Cell>
        ),
      },
      {
        id: 'profile',
        width: 130,
        label: 'Profile',
        cell: ({ profile, size }) => (
          <CellText title={profile} description={size} />
        ),
      },
      {
        id: 'proved',
        width: 120,
        label: 'Last proof',
        cell: tenant => (
          <Cell textValue={tenant.provedAt ?? unprovedWords(tenant)}>
            <Text color="secondary">
              {tenant.provedAt ? (
                <TimeAgo time={tenant.provedAt} />
              ) : (
                unprovedWords(tenant)
              )}
            </Text>
          </Cell>
        ),
      },
    ];
  }, [entityLink]);
}

/** Instead of the time of the oldest proof, where not every environment has one. */
function unprovedWords({ environments, phase }: FleetTenant): string {
  if (phase === 'requested') return '';
  return environments.some(({ provedAt }) => provedAt)
    ? 'not everywhere'
    : 'never';
}

function State({
  state,
  stale,
}: {
  state: FleetTenant['state'];
  stale?: string;
}) {
  const { mark, word } = stateWords[state];
  return <StateMark state={mark} word={word} reason={stale} />;
}

/** The control and why, or what keeps anybody from knowing. */
function Finding({ tenant, href }: { tenant: FleetTenant; href: string }) {
  const { worst, problem, stale } = tenant;
  if (problem)
    return (
      <div className={styles.cell}>
        <Text weight="bold">Its file can’t be read as a tenant</Text>
        <Text
          variant="body-small"
          color="secondary"
          className={styles.reason}
          title={problem}
        >
          {problem}
        </Text>
      </div>
    );
  if (!worst)
    return stale ? (
      <Text variant="body-small" color="secondary">
        {`It held, but: ${stale}`}
      </Text>
    ) : null;
  return (
    <div className={styles.cell}>
      <Link href={href}>{worst.title}</Link>
      <Text
        variant="body-small"
        color="secondary"
        className={styles.reason}
        title={worst.reason}
      >
        {`${stale ? 'Before: ' : ''}${columnTitles[worst.column]} in ${
          worst.environment
        }: ${worst.reason}`}
      </Text>
    </div>
  );
}

function Environments({
  environments,
}: Pick<FleetTenant, 'environments'>): JSX.Element {
  return (
    <ul className={styles.environments}>
      {environments.map(({ name, cluster, state, stale }) => (
        <li key={name} className={styles.environment}>
          <Text>{`${name} on ${cluster}`}</Text>
          <State state={state} stale={stale} />
        </li>
      ))}
    </ul>
  );
}
