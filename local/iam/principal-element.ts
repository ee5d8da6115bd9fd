import type { Problem } from '../errors.ts';
import type { Principal } from '../service.ts';
import { toldText, toldValue } from '../told-value.ts';

/** How a policy's `Principal` names a caller: itself, or only the account whose own policies then decide. */
export type Naming = 'caller' | 'account' | undefined;

/** Compiled `Principal` of a resource policy or trust policy. */
export type PrincipalElement = (caller: Principal) => Naming;

/**
 * Compiles a `Principal`; forms that are not simulated go to `problems` under `path`.
 * IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function compilePrincipal(
  element: unknown,
  path: string,
  problems: Problem[],
): PrincipalElement {
  if (element === '*') return () => 'caller';
  if (typeof element !== 'object' || element === null) {
    problems.push({ path, what: `principal ${toldValue(element)}` });
    return () => undefined;
  }
  const named: Named = {
    services: new Set(),
    callers: new Set(),
    operator: false,
    anyone: false,
    accounts: new Set(),
  };
  for (const [kind, names] of Object.entries(element)) {
    for (const name of [names].flat().map(toldText)) {
      if (!addName(named, kind, name)) problems.push({ path, what: `principal ${kind} ${name}` });
    }
  }
  return (caller) => naming(named, caller);
}

interface Named {
  services: Set<string>;
  /** ARNs of roles, users and sessions. */
  callers: Set<string>;
  /** Who calls without a key of IAM's. */
  operator: boolean;
  anyone: boolean;
  /** Accounts as a whole, by their twelve digits. */
  accounts: Set<string>;
}

/** The unique id of the operator, who is told as a user. */
export const OPERATOR_ID = 'AIDAORDERLYOPERATOR';

/** The ARN that the operator is told as its own. */
export const OPERATOR_ARN = /^arn:[\w-]+:iam::\d{12}:user\/operator$/;

/** False for a form that is not simulated. */
function addName(named: Named, kind: string, name: string): boolean {
  const account = /^(?:\d{12}|arn:[\w-]+:iam::\d{12}:root)$/.test(name) && /\d{12}/.exec(name)?.[0];
  if (kind === 'Service' && !name.includes('*')) named.services.add(name);
  else if (kind !== 'AWS') return false;
  else if (name === '*') named.anyone = true;
  else if (account) named.accounts.add(account);
  else if (OPERATOR_ARN.test(name)) named.operator = true;
  else if (/^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*?]+$/.test(name)) named.callers.add(name);
  else if (/^arn:[\w-]+:sts::\d{12}:assumed-role\/[^*?/]+\/[^*?/]+$/.test(name))
    named.callers.add(name);
  else return false;
  return true;
}

function naming(named: Named, caller: Principal): Naming {
  if (named.anyone) return 'caller';
  if (caller.kind === 'service') return named.services.has(caller.service) ? 'caller' : undefined;
  if (caller.kind === 'operator' && named.operator) return 'caller';
  if (caller.kind === 'user' && named.callers.has(caller.userArn)) return 'caller';
  if (caller.kind === 'role') {
    const { callers } = named;
    if (callers.has(caller.roleArn) || callers.has(sessionArn(caller))) return 'caller';
  }
  return named.accounts.size > 0 && isOf(named.accounts, caller) ? 'account' : undefined;
}

/** The ARN of a role's session. */
function sessionArn({ roleArn, session }: { roleArn: string; session: string }): string {
  const [, partition, , , account] = roleArn.split(':');
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`;
}

/** Whether a caller is of one of the accounts; the operator is of each. */
function isOf(accounts: ReadonlySet<string>, caller: Principal): boolean {
  if (caller.kind === 'operator') return true;
  const arn = caller.kind === 'role' ? caller.roleArn : caller.kind === 'user' && caller.userArn;
  return arn !== false && accounts.has(arn.split(':')[4] ?? '');
}
