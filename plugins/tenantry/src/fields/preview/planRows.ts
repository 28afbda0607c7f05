import type {
  Component,
  ControlChange,
  EnvironmentPlan,
  Plan,
} from '@tenantry/controls';
import { componentHeadings } from '../../posture/components';

/** One control, with what it gives each environment. */
export interface PlanRow {
  readonly control: string;
  readonly title: string;
  readonly cells: readonly (ControlChange | undefined)[];
}

export interface PlanGroup {
  readonly component: Component;
  readonly title: string;
  readonly rows: readonly PlanRow[];
}

/** The plan as a table: controls down, grouped by component; environments across. */
export function planGroups(plan: Plan): PlanGroup[] {
  const found = new Map<string, ControlChange>();
  for (const { controls } of plan.environments) {
    for (const change of controls) {
      if (!found.has(change.control)) found.set(change.control, change);
    }
  }
  return componentNames()
    .map(component => ({
      component,
      title: componentHeadings[component].title,
      rows: [...found.values()]
        .filter(change => change.component === component)
        .map(({ control, title }) => ({
          control,
          title,
          cells: plan.environments.map(environment =>
            changeIn(environment, control),
          ),
        })),
    }))
    .filter(group => group.rows.length > 0);
}

function changeIn(
  { controls }: EnvironmentPlan,
  control: string,
): ControlChange | undefined {
  return controls.find(change => change.control === control);
}

function componentNames(): Component[] {
  // The keys of an exhaustive record are exactly the components.
  return Object.keys(componentHeadings).filter(
    (name): name is Component => name in componentHeadings,
  );
}
