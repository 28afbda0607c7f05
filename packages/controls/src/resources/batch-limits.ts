import { harmlessPod, objectAttack } from '../attacks';
import type { Stage } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';

/** A finished Job may be looked at for a week. */
const longestKept = 7 * 24 * 60 * 60;
/** Finished Jobs that a CronJob keeps, of each kind. */
const mostKept = 10;
const mostPods = 1_000;

/** These rules judge changes that leave the pod spec alone, so what leaves the Job alone is passed over here. */
const unchanged =
  "request.operation == 'UPDATE' && dyn(object).spec == dyn(oldObject).spec";

const jobSpec =
  "(object.kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec : dyn(object).spec)";

/** A CronJob removes its Jobs by its history limits; Argo CD and Helm remove their hooks. */
const removedByOthers = [
  "variables.newMetadata.?ownerReferences.orValue([]).exists(owner, owner.kind == 'CronJob')",
  "['argocd.argoproj.io/hook', 'helm.sh/hook'].exists(key, key in variables.newAnnotations)",
].join(' || ');

const ttl = 'dyn(object).spec.?ttlSecondsAfterFinished';

const noTtl = { ttlSecondsAfterFinished: undefined };

const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: 'nightly',
  uid: '00000000-0000-4000-8000-000000000000',
};

/**
 * Finished Jobs go, and no Job is endless.
 *
 * Fields: Job spec.ttlSecondsAfterFinished: at most a week, unless a CronJob owns the Job or it is a hook of Argo CD or
 * Helm; CronJob spec.successfulJobsHistoryLimit and failedJobsHistoryLimit: at most 10; spec.parallelism and
 * spec.completions of both: at most 1000. A schedule can't say more than once a minute, and what it leaves is bounded by
 * the above and by object-counts.
 */
export const batchLimits = defineControl({
  id: 'batch-limits',
  title: 'Finished work is cleared away',
  component: 'resources',
  why: "Finished Jobs and their pods stay in the cluster's store, and in the tenant's own quota, until somebody deletes them. A Job of a hundred thousand pods keeps the controller that all tenants share busy for days.",
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/',
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits',
  ],
  whenExcepted:
    'finished Jobs and their pods stay until somebody deletes them, and one Job may keep busy the controller that all tenants share',
  stops: [{ id: 'Q05', attempt: 'leave finished Jobs and pods behind' }],
  rules: [
    {
      on: 'workloads',
      require: `object.kind != 'Job' || ${unchanged} || ${removedByOthers} || (${ttl}.hasValue() && ${ttl}.value() <= ${longestKept})`,
      message: `a Job needs ttlSecondsAfterFinished of at most ${longestKept}; a Job that Git keeps is better a hook of Argo CD, which needs none`,
      everyRequest: true,
    },
    {
      on: 'workloads',
      require: `object.kind != 'CronJob' || ${unchanged} || [dyn(object).spec.?successfulJobsHistoryLimit, dyn(object).spec.?failedJobsHistoryLimit].all(kept, kept.orValue(1) <= ${mostKept})`,
      message: `successfulJobsHistoryLimit and failedJobsHistoryLimit may be ${mostKept} at most`,
      everyRequest: true,
    },
    {
      on: 'workloads',
      require: `!(object.kind in ['Job', 'CronJob']) || ${unchanged} || [${jobSpec}.?completions, ${jobSpec}.?parallelism].all(pods, pods.orValue(1) <= ${mostPods})`,
      message: `completions and parallelism may be ${mostPods} at most`,
      everyRequest: true,
    },
  ],
  attacks: [
    jobAttack('a Job that stays for ever', noTtl),
    jobAttack('a Job that stays for a year', {
      ttlSecondsAfterFinished: 365 * 24 * 60 * 60,
    }),
    jobAttack(
      'a Job of a hundred thousand pods',
      { completions: 100_000 },
      // A Job can't be given more to do.
      ['create', 'apply'],
    ),
    jobAttack('a Job of ten thousand pods at once', { parallelism: 10_000 }),
    ...[
      { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } },
      { annotations: { 'helm.sh/hook': 'pre-install' } },
      { ownerReferences: [cronJob] },
    ].map(metadata =>
      objectAttack('Q05', 'a Job that others clear away, of many pods', {
        resource: 'batch/v1/jobs',
        kind: 'Job',
        attack: stage => ({
          metadata,
          spec: job(stage, { ...noTtl, completions: 100_000 }),
        }),
        twin: stage => ({ metadata, spec: job(stage, noTtl) }),
        routes: ['create'],
      }),
    ),
    cronJobAttack('every minute, and all that succeeded are kept', {
      own: { successfulJobsHistoryLimit: 10_000 },
    }),
    cronJobAttack('every minute, and all that failed are kept', {
      own: { failedJobsHistoryLimit: 10_000 },
    }),
    cronJobAttack('every minute a hundred thousand pods', {
      jobs: { completions: 100_000 },
    }),
    cronJobAttack('every minute ten thousand pods at once', {
      jobs: { parallelism: 10_000 },
    }),
  ],
});

type JobRoutes = Parameters<typeof objectAttack>[2]['routes'];

function job(stage: Stage, change: JsonMap): JsonMap {
  return {
    suspend: true,
    ttlSecondsAfterFinished: 600,
    template: { spec: { ...harmlessPod(stage), restartPolicy: 'Never' } },
    ...change,
  };
}

/** The API server fills in the selector of a Job, so an update without one is no update. */
function jobAttack(
  title: string,
  change: JsonMap,
  routes: JobRoutes = ['create', 'merge patch', 'apply'],
) {
  return objectAttack('Q05', title, {
    resource: 'batch/v1/jobs',
    kind: 'Job',
    attack: stage => ({ spec: job(stage, change) }),
    twin: stage => ({ spec: job(stage, {}) }),
    routes,
  });
}

function cronJobAttack(
  title: string,
  change: { readonly own?: JsonMap; readonly jobs?: JsonMap },
) {
  const every = (stage: Stage, { own, jobs = {} }: typeof change) => ({
    spec: {
      suspend: true,
      schedule: '* * * * *',
      ...own,
      jobTemplate: { spec: job(stage, jobs) },
    },
  });
  return objectAttack('Q05', title, {
    resource: 'batch/v1/cronjobs',
    kind: 'CronJob',
    attack: stage => every(stage, change),
    twin: stage => every(stage, {}),
  });
}
