import { Card } from '@backstage/ui';
import type { Component } from '@tenantry/controls';
import {
  RiBox3Line,
  RiComputerLine,
  RiCompass3Line,
  RiDatabase2Line,
  RiDashboard3Line,
  RiDoorOpenLine,
  RiGitMergeLine,
  RiGovernmentLine,
  RiHome4Line,
  RiKey2Line,
  RiRouteLine,
  RiScales3Line,
  RiServerLine,
  RiShieldKeyholeLine,
} from '@remixicon/react';
import { columns, columnQuestions, columnTitles } from '../../posture/columns';
import {
  componentHeadings,
  type ComponentGroup,
} from '../../posture/components';
import styles from './ComponentSection.module.css';
import { ControlItem } from './ControlItem';

const icons = {
  namespace: RiHome4Line,
  access: RiKey2Line,
  resources: RiDashboard3Line,
  network: RiRouteLine,
  ingress: RiDoorOpenLine,
  dns: RiCompass3Line,
  'api-server': RiScales3Line,
  kubelet: RiServerLine,
  pods: RiBox3Line,
  runtime: RiShieldKeyholeLine,
  nodes: RiComputerLine,
  storage: RiDatabase2Line,
  admission: RiGovernmentLine,
  gitops: RiGitMergeLine,
} satisfies Record<Component, unknown>;

/** The controls that protect one shared component. */
export function ComponentSection({ group }: { group: ComponentGroup }) {
  const { component, rows } = group;
  const { title, about } = componentHeadings[component];
  const Icon = icons[component];
  return (
    <Card>
      <section aria-label={title} className={styles.section}>
        <header className={styles.head}>
          <Icon size={20} aria-hidden="true" className={styles.icon} />
          <div className={styles.words}>
            <h3 className={styles.title}>{title}</h3>
            <p className={styles.about}>{about}</p>
          </div>
          <div className={styles.columns} aria-hidden="true">
            {columns.map(column => (
              <span key={column} title={columnQuestions[column]}>
                {columnTitles[column]}
              </span>
            ))}
          </div>
        </header>
        <ul className={styles.rows}>
          {rows.map(row => (
            <ControlItem key={row.control} row={row} />
          ))}
        </ul>
      </section>
    </Card>
  );
}
