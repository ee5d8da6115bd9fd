import { type Context, isGlobalKey } from './condition-keys.ts';
import type { Condition, KeyValue } from './conditions.ts';
import type { Statement } from './policy.ts';

/** Allowed, or the reason why not. */
export type Verdict = { allowed: true } | { allowed: false; reason: string; nearly?: string };

/** The statements that speak of one caller, action and resource. */
export interface Applicable {
  action: string;
  /** Of the caller's own policies. */
  identity: readonly Statement[];
  /** Of the resource's policy, naming the caller. */
  resource: readonly Statement[];
  /** Of the resource's policy, naming the account: the caller's own policies decide. */
  account: readonly Statement[];
  /** Whether the resource's policy must let the account in first, as a KMS key's must. */
  accountRequired: boolean;
  /** The caller's global condition keys. */
  globals: Context;
}

/** Verdicts kept per decision; a service that brings ever new values starts over. */
const MAX_VERDICTS = 1000;

const ALLOWED: Verdict = { allowed: true };

/** What IAM says to one caller, action and resource: once and for all, or by the condition keys of the call. */
export class Decision {
  readonly #applicable: Applicable;
  readonly #keys: readonly string[];
  readonly #verdicts = new Map<string, Verdict>();

  constructor(applicable: Applicable) {
    this.#applicable = applicable;
    const statements = [applicable.identity, applicable.resource, applicable.account].flat();
    const keys = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
    this.#keys = [...new Set(keys)].filter((key) => !isGlobalKey(key));
  }

  /** The verdict for a call that brings `context`. */
  verdict(context: Context | undefined): Verdict {
    const text = this.#keys.length === 0 ? '' : this.#contextText(context);
    let verdict = this.#verdicts.get(text);
    if (!verdict) {
      if (this.#verdicts.size >= MAX_VERDICTS) this.#verdicts.clear();
      verdict = judge(this.#applicable, context ?? {});
      this.#verdicts.set(text, verdict);
    }
    return verdict;
  }

  #contextText(context: Context | undefined): string {
    let text = '';
    for (const key of this.#keys) {
      const value = context?.[key];
      // The length first, so that no two contexts give one text.
      text +=
        typeof value === 'string' ? `${value.length}:${value}` : `${JSON.stringify(value) ?? '-'} `;
    }
    return text;
  }
}

/** Explicit deny wins; else identity or resource policy must allow. IAM User Guide, "Policy evaluation logic". */
function judge(applicable: Applicable, context: Context): Verdict {
  const { action, identity, resource, account, accountRequired, globals } = applicable;
  const read = (key: string): KeyValue => globals[key] ?? context[key];
  const some = (statements: readonly Statement[], effect: Statement['effect']): boolean =>
    statements.some(
      (statement) => statement.effect === effect && !failedCondition(statement, read),
    );
  const denied = 'with an explicit deny in';
  if (some(identity, 'Deny'))
    return { allowed: false, reason: `${denied} an identity-based policy` };
  if (some(resource, 'Deny') || some(account, 'Deny')) {
    return { allowed: false, reason: `${denied} a resource-based policy` };
  }
  if (some(resource, 'Allow')) return ALLOWED;
  const accountIn = !accountRequired || some(account, 'Allow');
  if (accountIn && some(identity, 'Allow')) return ALLOWED;
  const lacking = accountIn && identityDecides(globals) ? 'identity-based' : 'resource-based';
  return {
    allowed: false,
    reason: `because no ${lacking} policy allows the ${action} action`,
    nearly: nearMiss([...identity, ...resource], read),
  };
}

function identityDecides(globals: Context): boolean {
  return globals['aws:principalisawsservice'] !== 'true';
}

function failedCondition(
  { conditions }: Statement,
  read: (key: string) => KeyValue,
): Condition | undefined {
  return conditions.find((condition) => !condition.holds(read(condition.key)));
}

function nearMiss(
  statements: readonly Statement[],
  read: (key: string) => KeyValue,
): string | undefined {
  for (const statement of statements) {
    const failed = statement.effect === 'Allow' && failedCondition(statement, read);
    if (!failed) continue;
    const value = read(failed.key);
    const actual = value === undefined ? 'absent' : JSON.stringify(value);
    return `${statement.label} would allow it, but ${failed.operator} on ${failed.key} failed: it is ${actual}`;
  }
  return undefined;
}
