import {
  closest,
  exceptionsOf,
  isExpired,
  type Exception,
  type Fleet,
  type Problem,
  type Tenant,
} from '@tenantry/model';
import type { Control } from './control';
import { registry } from './registry';

export interface ExceptionCheck {
  /** Default: those that ship. */
  readonly controls?: readonly Control[];
  /** Year-month-day; when given, an exception whose last day is over by then is a problem. */
  readonly today?: string;
}

/**
 * What is wrong with a tenant's exceptions, valid by themselves, beside its environments and the controls. Paths are those of
 * the file of exceptions.
 */
export function checkExceptions(
  tenant: Tenant,
  fleet: Fleet,
  { controls = registry, today }: ExceptionCheck = {},
): Problem[] {
  return exceptionsOf(tenant.metadata.name, fleet).flatMap((exception, index) =>
    [
      controlProblem(exception, controls),
      environmentProblem(exception, tenant),
      today === undefined ? undefined : expiryProblem(exception, today),
    ].flatMap(problem =>
      problem
        ? [{ ...problem, path: ['spec', 'exceptions', index, ...problem.path] }]
        : [],
    ),
  );
}

/** Controls that an exception can name. */
export function exceptable(
  controls: readonly Control[] = registry,
): readonly Control[] {
  return controls.filter(({ whenExcepted }) => whenExcepted !== undefined);
}

function controlProblem(
  { control: id }: Exception,
  controls: readonly Control[],
): Problem | undefined {
  const ids = exceptable(controls).map(control => control.id);
  if (ids.includes(id)) return undefined;
  const isThere = controls.some(control => control.id === id);
  const meant = isThere ? undefined : closest(id, ids);
  return {
    path: ['control'],
    message: `${
      isThere ? `${id} can't be excepted` : `there is no control ${id}`
    }; ${ids.length > 0 ? `these can be: ${ids.join(', ')}` : 'none can be'}`,
    ...(meant === undefined ? {} : { example: meant }),
  };
}

function environmentProblem(
  { environment }: Exception,
  { metadata, spec }: Tenant,
): Problem | undefined {
  const names = spec.environments.map(({ name }) => name);
  return names.includes(environment)
    ? undefined
    : {
        path: ['environment'],
        message: `${
          metadata.name
        } has no environment ${environment}; it has ${names.join(
          ', ',
        )}. Take the exceptions out before the environment`,
        example: closest(environment, names) ?? names[0],
      };
}

function expiryProblem(
  exception: Exception,
  today: string,
): Problem | undefined {
  return isExpired(exception, today)
    ? {
        path: ['expires'],
        message: `${exception.expires} has passed; take the exception of ${exception.environment} from ${exception.control} out, so that the control is in force again, or have it approved anew with a later day`,
      }
    : undefined;
}
