import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import {
  contributedParts,
  notApplied,
  summaryOf,
  toYaml,
  type Control,
  type EnvironmentContext,
  type TenantContext,
} from '@tenantry/controls';
import type { ControlPosture } from './tenantPosture';

/** What a page shows of a control: what is known about it, and what it is. */
export function controlStatus(
  { control, posture, unavailable }: ControlPosture,
  context: EnvironmentContext,
  tenant: TenantContext,
): ControlStatus {
  return {
    control: control.id,
    title: control.title,
    component: control.component,
    why: control.why,
    summary: unavailable ?? summaryOf(control, context),
    stops: control.stops,
    emits:
      unavailable === undefined ? emittedYaml(control, context, tenant) : '',
    posture,
    unavailable,
  };
}

/** What the control contributes: to its namespace first, then its cluster, then where Argo CD runs. */
function emittedYaml(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
): string {
  return [
    ...contributedParts(control, context, tenant).map(({ object }) =>
      toYaml(object),
    ),
    ...notApplied(control, context).map(
      object => `# Not applied while it is observed.\n${toYaml(object)}`,
    ),
  ].join('---\n');
}
