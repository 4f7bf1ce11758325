/*
 * What a policy of a resource says to a request: the trust policy of a role, or the policy of a key. What depends on conditions that cannot be
 * known here is unknown, and never taken for a refusal.
 */

/** Whether a request is allowed by a policy. */
export type Verdict = 'allowed' | 'denied' | 'unknown';

/** What is asked of a policy. */
export interface Request {
  readonly action: string;
  /** Who asks, under all names that a policy may have for it: `Service` and `AWS` are the kinds of names. */
  readonly principals: { readonly Service?: readonly string[]; readonly AWS?: readonly string[] };
  /** The condition keys whose values are known; `undefined` for one that the request does not have. */
  readonly context: ReadonlyMap<string, string | undefined>;
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Decides on a request by the text of a policy. */
export function verdictOf(policy: string, request: Request): Verdict {
  const { Statement: statements } = JSON.parse(policy) as { readonly Statement: Statement | readonly Statement[] };
  const decided = listOf(statements).map((statement) => ({ effect: statement.Effect, applies: appliesTo(statement, request) }));
  const has = (effect: string, applies: Applies) => decided.some((each) => each.effect === effect && each.applies === applies);
  if (has('Deny', 'yes')) return 'denied';
  if (has('Allow', 'yes')) return has('Deny', 'unknown') ? 'unknown' : 'allowed';
  return has('Allow', 'unknown') ? 'unknown' : 'denied';
}

type Applies = 'yes' | 'no' | 'unknown';

function appliesTo(statement: Statement, { action, principals, context }: Request): Applies {
  const isOfPrincipal = statement.Principal === '*' || Object.entries(statement.Principal ?? {}).some(([kind, names]) => {
    const own = principals[kind as keyof typeof principals] ?? [];
    return listOf(names).some((name) => name === '*' || own.includes(name));
  });
  const isOfAction = statement.NotAction === undefined ? listOf(statement.Action ?? []).some((pattern) => matches(action, pattern, true))
    : !listOf(statement.NotAction).some((pattern) => matches(action, pattern, true));
  const ofPrincipal: Applies = statement.NotPrincipal !== undefined ? 'unknown' : isOfPrincipal ? 'yes' : 'no';
  const conditions = Object.entries(statement.Condition ?? {})
    .flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => conditionHolds(operator, key, listOf(values), context)));
  const all: Applies[] = [ofPrincipal, isOfAction ? 'yes' : 'no', ...conditions];
  return all.includes('no') ? 'no' : all.includes('unknown') ? 'unknown' : 'yes';
}

/** Operators that are understood. Those on ARNs take wildcards, whether they are called `Equals` or `Like`. */
const OPERATOR = /^(?:ForAnyValue:)?(?:String(Equals|Like|EqualsIgnoreCase)|Arn(?:Equals|Like))(IfExists)?$/;

function conditionHolds(operator: string, key: string, patterns: readonly string[], context: Request['context']): Applies {
  const [understood, kind, ifExists] = OPERATOR.exec(operator) ?? [];
  const name = [...context.keys()].find((known) => known.toLowerCase() === key.toLowerCase());
  if (understood === undefined || name === undefined) return 'unknown';
  const value = context.get(name);
  if (value === undefined) return ifExists ? 'yes' : 'no';
  const isMatch = (pattern: string) => kind === 'Equals' ? pattern === value
    : kind === 'EqualsIgnoreCase' ? pattern.toLowerCase() === value.toLowerCase() : matches(value, pattern, false);
  return patterns.some(isMatch) ? 'yes' : 'no';
}

function matches(text: string, pattern: string, ignoreCase: boolean): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value as readonly T[] : [value as T];
}
