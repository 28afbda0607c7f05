import type { JsonMap } from '../objects';
import type { ApiAttack, Attempt, Stage } from './attack';
import { everyRoute, objectAttack } from './objects';
import type { ObjectAttackOptions, Route } from './objects';
import { attack } from './requests';
import { samples } from './samples';
import type { Sample } from './samples';

export interface MetadataAttackOptions
  extends Pick<ObjectAttackOptions, 'as' | 'by' | 'where'> {
  readonly attack: Metadata;
  /** Default: no metadata besides a name. */
  readonly twin?: Metadata;
  /** Default: every kind that a tenant can create. */
  readonly kinds?: readonly string[];
}

type Metadata = JsonMap | ((stage: Stage, sample: Sample) => JsonMap);

/** Kinds on which every route is tried; the others are created only. A Deployment has a pod spec that stays as it is. */
const byEveryRoute: readonly string[] = ['ConfigMap', 'Deployment'];

/** An attack by the metadata of an object, tried on every kind that a tenant can create. */
export function metadataAttack(
  row: string,
  title: string,
  { attack: bad, twin = {}, kinds, ...options }: MetadataAttackOptions,
): ApiAttack {
  const as = options.as ?? 'admin';
  const on = (sample: Sample, stage: Stage): readonly Attempt[] => {
    const whole = (metadata: Metadata) => ({
      ...sample.object(stage),
      metadata:
        typeof metadata === 'function' ? metadata(stage, sample) : metadata,
    });
    const routes: readonly Route[] = byEveryRoute.includes(sample.kind)
      ? everyRoute
      : ['create'];
    return objectAttack(row, title, {
      resource: sample.resource,
      kind: sample.kind,
      attack: whole(bad),
      twin: whole(twin),
      routes,
    })
      .attempts(stage)
      .map(attempt => ({
        ...attempt,
        route: `${attempt.route} ${sample.kind}`,
      }));
  };
  return attack(
    row,
    title,
    stage =>
      samples
        .filter(
          ({ kind, where }) =>
            (kinds?.includes(kind) ?? true) && (where?.(stage) ?? true),
        )
        .flatMap(sample => on(sample, stage)),
    { ...options, as },
  );
}
