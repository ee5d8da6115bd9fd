import type { Statement } from './policy.ts';

/** A policy document as it was written, and what it means. */
export interface WrittenPolicy {
  /** JSON. */
  text: string;
  statements: readonly Statement[];
}

/** What a role and a user have in common. */
export interface Identity {
  name: string;
  path: string;
  arn: string;
  /** Unique for ever, such as `AROA` and 17 characters. */
  id: string;
  createdMs: number;
  /** Inline policies by name. */
  inline: Map<string, WrittenPolicy>;
  /** ARNs of managed policies. */
  attached: Set<string>;
  tags: Map<string, string>;
}

/** A role of the account. */
export interface RoleRecord extends Identity {
  trust: WrittenPolicy;
  description: string | undefined;
  maximumSessionSeconds: number;
}

/** A key of a user. */
export interface AccessKeyRecord {
  id: string;
  createdMs: number;
}

/** A user of the account. */
export interface UserRecord extends Identity {
  keys: Map<string, AccessKeyRecord>;
}

/** One version of a managed policy. */
export interface PolicyVersion {
  id: string;
  createdMs: number;
  document: WrittenPolicy;
}

/** A managed policy, of the account or of AWS. */
export interface PolicyRecord {
  name: string;
  path: string;
  arn: string;
  id: string;
  createdMs: number;
  updatedMs: number;
  description: string | undefined;
  tags: Map<string, string>;
  /** By id, oldest first. */
  versions: Map<string, PolicyVersion>;
  defaultVersion: string;
  /** Numbers of versions are never used again. */
  lastVersion: number;
}

/** A managed policy with its first version. */
export function firstVersion(
  policy: Pick<PolicyRecord, 'name' | 'arn' | 'path' | 'id' | 'createdMs'>,
  document: PolicyVersion['document'],
): PolicyRecord {
  const { createdMs } = policy;
  return {
    ...policy,
    ...{ updatedMs: createdMs, description: undefined, tags: new Map() },
    versions: new Map([['v1', { id: 'v1', createdMs, document }]]),
    ...{ defaultVersion: 'v1', lastVersion: 1 },
  };
}
