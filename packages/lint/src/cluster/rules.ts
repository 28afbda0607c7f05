import { policyParts } from '@tenantry/controls';
import type { ClusterContext, Control, JsonMap } from '@tenantry/controls';
import { kubernetesExpressions } from '../cel/environment';
import type { Expressions, Program } from '../cel/environment';
import { listAt, toValue } from '../value';
import type { Resource } from './resources';

/** One validation of a policy. */
export interface CompiledRule {
  readonly control: string;
  /** As the cluster says it, the control's id included. */
  readonly message: string;
  readonly program: Program;
}

/** The rules and patches that one policy applies to the creation of some resources. */
export interface CompiledPolicy {
  readonly matches: (resource: Resource) => boolean;
  readonly variables: ReadonlyMap<string, Program>;
  readonly rules: readonly CompiledRule[];
  readonly patches: readonly Program[];
}

/** A rule that nothing here can evaluate. */
export interface UnreadableRule {
  readonly control: string;
  readonly message: string;
  readonly reason: string;
}

export interface CompiledRules {
  readonly policies: readonly CompiledPolicy[];
  readonly unreadable: readonly UnreadableRule[];
}

/**
 * The policies of a cluster, as `renderCluster` writes them, ready to be asked about the creation of an object. All of a
 * registry's rules are in force in every tenant's namespace; whether one has a say there it asks of the Namespace itself.
 */
export function compileRules(
  controls: readonly Control[],
  context: ClusterContext,
): CompiledRules {
  const expressions = kubernetesExpressions();
  const unreadable: UnreadableRule[] = [];
  const policies = new Map<string, Draft>();
  for (const part of policyParts(controls, context)) {
    const key = `${part.kind} ${part.name}`;
    const draft: Draft = policies.get(key) ?? {
      matches: matcherOf(part.resourceRules),
      variables: new Map(),
      rules: [],
      patches: new Map(),
    };
    policies.set(key, draft);
    for (const { name, expression } of part.variables)
      draft.variables.set(
        String(name),
        lazily(expressions, String(expression)),
      );
    for (const { expression, message } of part.validations) {
      const read = tryCompile(expressions, expression);
      if ('program' in read)
        draft.rules.push({ control: part.control, message, ...read });
      else unreadable.push({ control: part.control, message, ...read });
    }
    for (const patch of part.patches) {
      const read = tryCompile(expressions, patch);
      if ('program' in read) draft.patches.set(patch, read.program);
      else unreadable.push({ control: part.control, message: '', ...read });
    }
  }
  return {
    policies: Array.from(policies.values(), draft => ({
      ...draft,
      patches: [...draft.patches.values()],
    })),
    unreadable,
  };
}

interface Draft {
  readonly matches: CompiledPolicy['matches'];
  readonly variables: Map<string, Program>;
  readonly rules: CompiledRule[];
  /** By expression: each control's part holds the patches of all. */
  readonly patches: Map<string, Program>;
}

function tryCompile(
  expressions: Expressions,
  expression: string,
): { readonly program: Program } | { readonly reason: string } {
  try {
    return { program: expressions.compile(expression) };
  } catch (error) {
    return { reason: firstLine(error) };
  }
}

/** A variable that can't be read spoils the rules that use it, and no others. */
function lazily(expressions: Expressions, expression: string): Program {
  return variables => expressions.compile(expression)(variables);
}

export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0];
}

function matcherOf(
  resourceRules: readonly JsonMap[],
): CompiledPolicy['matches'] {
  const rules = listAt(toValue(resourceRules));
  return ({ group, resource }) =>
    rules.some(
      rule =>
        listAt(rule, 'apiGroups').includes(group) &&
        listAt(rule, 'resources').includes(resource) &&
        listAt(rule, 'operations').includes('CREATE'),
    );
}
