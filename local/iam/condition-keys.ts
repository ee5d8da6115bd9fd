import type { Principal } from '../service.ts';

/** Values of condition keys; keys in lower case. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys the embedded cloud answers by itself, in lower case: they follow from the caller and
 * from there being one account.
 * IAM User Guide, "AWS global condition context keys".
 */
export const globalConditionKeys: readonly string[] = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:viaawsservice',
  'kms:calleraccount',
  's3:resourceaccount',
];

/** The condition keys that services bring with a call, in lower case; a trailing `*` stands for a family. */
export const serviceConditionKeys: readonly string[] = [
  'cloudwatch:namespace',
  'events:detail-type',
  'events:source',
  'iam:passedtoservice',
  'kms:encryptioncontext:*',
  'kms:viaservice',
  'lambda:functionarn',
  'sts:externalid',
  'sts:rolesessionname',
];

const services = new Set(serviceConditionKeys);
const globals = new Set(globalConditionKeys);

/** Whether the value of `key` (lower case) follows from the caller and not from the call. */
export function isGlobalKey(key: string): boolean {
  return globals.has(key);
}

/** Whether a policy may condition on `key` (lower case). */
export function isKnownKey(key: string): boolean {
  const family = key.replace(/^([^:]+:[^:]+:).*$/, '$1*');
  return globals.has(key) || services.has(key) || services.has(family);
}

/** The global condition keys of one caller. */
export function globalContext(
  principal: Principal,
  { account, region }: { account: string; region: string },
): Context {
  const everyone = {
    'aws:requestedregion': region,
    'aws:resourceaccount': account,
    'aws:securetransport': 'true',
    'aws:viaawsservice': 'false',
    's3:resourceaccount': account,
  };
  if (principal.kind === 'service') {
    const sourceAccount = principal.sourceArn.split(':')[4];
    return {
      ...everyone,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': principal.service,
      'aws:sourceaccount': sourceAccount || account,
      ...(principal.sourceArn !== '' && { 'aws:sourcearn': principal.sourceArn }),
    };
  }
  const own = {
    ...everyone,
    'aws:principalisawsservice': 'false',
    'aws:principalaccount': account,
    'kms:calleraccount': account,
  };
  if (principal.kind === 'operator') return own;
  if (principal.kind === 'user') {
    return { ...own, 'aws:principalarn': principal.userArn, 'aws:principaltype': 'User' };
  }
  return { ...own, 'aws:principalarn': principal.roleArn, 'aws:principaltype': 'AssumedRole' };
}
