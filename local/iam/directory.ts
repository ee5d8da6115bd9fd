import { createHash } from 'node:crypto';
import { awsManagedPolicy, awsManagedPolicyArns } from './managed-policies.ts';
import { compilePolicy, type Statement } from './policy.ts';
import {
  firstVersion,
  type Identity,
  type PolicyRecord,
  type RoleRecord,
  type UserRecord,
  type WrittenPolicy,
} from './records.ts';

/** The roles, users and managed policies of one account. */
export class Directory {
  /** By name. */
  readonly roles = new Map<string, RoleRecord>();
  /** By name. */
  readonly users = new Map<string, UserRecord>();
  readonly #identities = new Map<string, Identity>();
  readonly #policies = new Map<string, PolicyRecord>();
  #made = 0;

  /** A copy that changes by itself. */
  copy(): Directory {
    const copy = new Directory();
    for (const role of this.roles.values()) copy.addRole({ ...role, ...copied(role) });
    for (const user of this.users.values()) {
      copy.addUser({ ...user, ...copied(user), keys: new Map(user.keys) });
    }
    for (const policy of this.#policies.values()) {
      const { tags, versions } = policy;
      copy.addPolicy({ ...policy, tags: new Map(tags), versions: new Map(versions) });
    }
    copy.#made = this.#made;
    return copy;
  }

  /** The role or user of that ARN. */
  identity(arn: string): Identity | undefined {
    return this.#identities.get(arn);
  }

  /** The role of that ARN. */
  roleOf(arn: string): RoleRecord | undefined {
    const identity = this.#identities.get(arn);
    return identity && 'trust' in identity ? (identity as RoleRecord) : undefined;
  }

  addRole(role: RoleRecord): void {
    this.roles.set(role.name, role);
    this.#identities.set(role.arn, role);
  }

  deleteRole({ name, arn }: RoleRecord): void {
    this.roles.delete(name);
    this.#identities.delete(arn);
  }

  addUser(user: UserRecord): void {
    this.users.set(user.name, user);
    this.#identities.set(user.arn, user);
  }

  deleteUser({ name, arn }: UserRecord): void {
    this.users.delete(name);
    this.#identities.delete(arn);
  }

  /** The managed policies of the account itself. */
  ownPolicies(): Iterable<PolicyRecord> {
    return this.#policies.values();
  }

  /** A managed policy by its ARN, also one of AWS that is known here. */
  policy(arn: string): PolicyRecord | undefined {
    return this.#policies.get(arn) ?? policyOfAws(arn);
  }

  addPolicy(policy: PolicyRecord): void {
    this.#policies.set(policy.arn, policy);
  }

  deletePolicy(arn: string): void {
    this.#policies.delete(arn);
  }

  /** How many roles and users have the managed policy. */
  attachments(policyArn: string): number {
    return [...this.#identities.values()].filter(({ attached }) => attached.has(policyArn)).length;
  }

  /** What its inline and managed policies say. */
  *statementsOf({ inline, attached }: Identity): Iterable<Statement> {
    for (const { statements } of inline.values()) yield* statements;
    for (const arn of attached) yield* currentDocument(this.policy(arn)).statements;
  }

  /** An id that nothing else has, and that hangs on nothing but what was made before. */
  newId(prefix: string, arn: string): string {
    this.#made += 1;
    return idOf(prefix, `${arn} ${this.#made}`);
  }

  /** The id of a new access key. */
  newKeyId(userArn: string): string {
    return this.newId('AKIA', userArn).slice(0, ACCESS_KEY_CHARACTERS);
  }
}

const NO_DOCUMENT: WrittenPolicy = { text: '{}', statements: [] };
const ID_CHARACTERS = 17;
const ACCESS_KEY_CHARACTERS = 20;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What the default version of a policy says; nothing if there is no policy. */
export function currentDocument(policy: PolicyRecord | undefined): WrittenPolicy {
  return policy?.versions.get(policy.defaultVersion)?.document ?? NO_DOCUMENT;
}

/** A document of an identity-based policy, compiled; throws NotSimulatedError for what is not simulated. */
export function identityDocument(name: string, document: unknown, path: string): WrittenPolicy {
  const place = { name: `policy ${name}`, kind: 'identity', path } as const;
  return { text: textOf(document), statements: compilePolicy(parsed(document), place) };
}

/** A trust policy, compiled; throws NotSimulatedError for what is not simulated. */
export function trustDocument(roleName: string, document: unknown, path: string): WrittenPolicy {
  const place = { name: `trust policy of ${roleName}`, kind: 'trust', path } as const;
  return { text: textOf(document), statements: compilePolicy(parsed(document), place) };
}

/** The parts that a copy of a role or user has for itself. */
function copied({
  inline,
  attached,
  tags,
}: Identity): Pick<Identity, 'inline' | 'attached' | 'tags'> {
  return { inline: new Map(inline), attached: new Set(attached), tags: new Map(tags) };
}

function textOf(document: unknown): string {
  return typeof document === 'string' ? document : (JSON.stringify(document) ?? '{}');
}

function parsed(document: unknown): unknown {
  return typeof document === 'string' ? JSON.parse(document) : document;
}

/** A prefix and 17 characters that follow from `seed`. */
function idOf(prefix: string, seed: string): string {
  const bytes = createHash('sha256').update(seed).digest();
  const letters = [...bytes.subarray(0, ID_CHARACTERS)].map((byte) => LETTERS[byte & 31]);
  return prefix + letters.join('');
}

const ofAws = new Map<string, PolicyRecord>();

/** AWS's own policies are the same in every account. */
function policyOfAws(arn: string): PolicyRecord | undefined {
  const known = ofAws.get(arn);
  if (known) return known;
  const found = awsManagedPolicy(arn);
  if (!found) return undefined;
  const full = arn.slice(arn.indexOf(':policy') + ':policy'.length);
  const slash = full.lastIndexOf('/') + 1;
  const name = full.slice(slash);
  const document = identityDocument(name, found, '');
  const createdMs = AWS_POLICIES_MS;
  const path = full.slice(0, slash);
  const record = firstVersion({ name, path, arn, id: idOf('ANPA', arn), createdMs }, document);
  ofAws.set(arn, record);
  return record;
}

/** AWS's managed policies came in February 2015. */
const AWS_POLICIES_MS = Date.UTC(2015, 1, 6, 18, 40, 58);

/** The managed policies of AWS that are known here. */
export function policiesOfAws(partition: string): PolicyRecord[] {
  return awsManagedPolicyArns(partition).map((arn) => policyOfAws(arn)!);
}
