import {
  controlContributions,
  podSecurityLabel,
  registry,
  renderEnvironment,
} from '@tenantry/controls';
import type {
  Control,
  EnvironmentContext,
  PartialObject,
  RenderedObject,
} from '@tenantry/controls';
import { listAt, mapAt, textAt, toValue } from '../value';
import type { ValueMap } from '../value';
import { compileRules } from './rules';
import type { CompiledRules } from './rules';

/** What an environment's cluster holds that decides about what is created there. */
export interface Place {
  readonly context: EnvironmentContext;
  readonly controls: readonly Control[];
  readonly rules: CompiledRules;
  /** The Namespace, as rendered. */
  readonly namespace: ValueMap;
  /** Whose the label is by which Pod Security goes. */
  readonly podSecurityControl: string;
  /** The one LimitRange's limits of a container, where there are any, and whose they are. */
  readonly containerLimits: ValueMap | undefined;
  readonly limitsControl: string;
  /** The entries of its ResourceQuotas, in order. */
  readonly quota: readonly QuotaEntry[];
  /** What a pod of each RuntimeClass costs on top of its containers, by class. */
  readonly overheads: ReadonlyMap<string, ValueMap>;
}

export interface QuotaEntry {
  /** The ResourceQuota's name. */
  readonly quota: string;
  /** What it counts; everything where there is none. */
  readonly scopes: readonly string[];
  /** As the quota has it: `requests.cpu`, `count/pods`. */
  readonly name: string;
  readonly hard: string;
  readonly control: string;
}

/** Renders what an environment holds, from the registry of controls. */
export function placeOf(
  context: EnvironmentContext,
  controls: readonly Control[] = registry,
): Place {
  const rendered = renderEnvironment(context, controls);
  const limits = valueOf(rendered, 'LimitRange');
  const first = mapAt(limits, 'spec', 'limits', 0);
  return {
    context,
    controls,
    rules: compileRules(controls, context),
    namespace: valueOf(rendered, 'Namespace'),
    podSecurityControl: contributor(context, controls, object =>
      Object.keys(object.metadata.labels ?? {}).includes(podSecurityLabel),
    ),
    containerLimits: textAt(first, 'type') === 'Container' ? first : undefined,
    limitsControl: contributor(
      context,
      controls,
      ({ kind }) => kind === 'LimitRange',
    ),
    quota: quotaOf(context, controls),
    overheads: overheadsOf(context, controls),
  };
}

function valueOf(rendered: readonly RenderedObject[], kind: string): ValueMap {
  const found = rendered.find(({ object }) => object.kind === kind);
  return mapAt(toValue(found?.object));
}

/** The control that contributes such an object; the first of several. */
function contributor(
  context: EnvironmentContext,
  controls: readonly Control[],
  isMeant: (object: PartialObject) => boolean,
): string {
  const found = controls.find(control =>
    controlContributions(control, context).some(isMeant),
  );
  return found?.id ?? '';
}

/** Each entry with the control that contributes it. */
function quotaOf(
  context: EnvironmentContext,
  controls: readonly Control[],
): QuotaEntry[] {
  return controls.flatMap(control =>
    controlContributions(control, context)
      .filter(({ kind }) => kind === 'ResourceQuota')
      .flatMap(object => {
        const spec = mapAt(toValue(object), 'spec');
        const scopes = listAt(spec, 'scopes').map(String);
        return Object.entries(mapAt(spec, 'hard')).map(([name, hard]) => ({
          quota: object.metadata.name,
          scopes,
          name,
          hard: String(hard),
          control: control.id,
        }));
      }),
  );
}

function overheadsOf(
  { platform, cluster }: EnvironmentContext,
  controls: readonly Control[],
): Map<string, ValueMap> {
  const classes = controls
    .flatMap(control => control.cluster?.({ platform, cluster }) ?? [])
    .filter(({ kind }) => kind === 'RuntimeClass');
  return new Map(
    classes.map(object => [
      object.metadata.name,
      mapAt(toValue(object), 'overhead', 'podFixed'),
    ]),
  );
}
