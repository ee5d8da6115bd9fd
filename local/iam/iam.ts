import { NotSimulatedError } from '../errors.ts';
import type { Access, Principal } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { AccessDeniedError } from './access-denied-error.ts';
import { lastPart, pathIn, policyHolder } from './arn-parts.ts';
import { type Caller, Callers } from './callers.ts';
import { globalContext } from './condition-keys.ts';
import { Decision, type Verdict } from './decision.ts';
import { Directory, identityDocument, trustDocument } from './directory.ts';
import { compilePolicy, type Statement } from './policy.ts';
import { firstVersion, type Identity } from './records.ts';

/** A role as its template gives it. */
export interface RoleSpec {
  name: string;
  arn: string;
  /** The `AssumeRolePolicyDocument`. */
  trustPolicy: unknown;
  description?: string | undefined;
  maximumSessionSeconds?: number | undefined;
  tags?: ReadonlyMap<string, string> | undefined;
  createdMs?: number | undefined;
}

/** Seconds that a session of a role lasts at most, unless the role says otherwise. */
export const DEFAULT_SESSION_SECONDS = 3600;

/** Under which session a service acts with a role, and for which of its resources it asks. */
export interface Assumption {
  /** Such as the function's name. */
  session?: string;
  sourceArn?: string;
}

/**
 * The account's roles and policies, and the decision on every call. Explicit deny wins; then the caller's
 * or the resource's policy must allow. A service needs the resource's policy, and a KMS key's policy must
 * let the account in. The operator may do what no resource's policy denies.
 */
export class Iam {
  readonly #surroundings: Surroundings;
  #directory = new Directory();
  #resourcePolicies = new Map<string, readonly Statement[]>();
  readonly #callers = new Callers();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The same roles, users and policies, for one who changes them. */
  copy(): Iam {
    const copy = new Iam(this.#surroundings);
    copy.#directory = this.#directory.copy();
    copy.#resourcePolicies = new Map(this.#resourcePolicies);
    return copy;
  }

  /** The roles, users and managed policies, to look at; `change` changes them. */
  get directory(): Directory {
    return this.#directory;
  }

  /** Changes roles, users or managed policies; every decision from now on knows it. */
  change<Result>(act: (directory: Directory) => Result): Result {
    this.#forget();
    return act(this.#directory);
  }

  /** Throws AccessDeniedError for the first access that is not allowed. */
  authorise(principal: Principal, accesses: readonly Access[]): void {
    const caller = this.#callers.of(principal);
    for (const access of accesses) {
      const verdict = this.#verdict(caller, access);
      if (!verdict.allowed) {
        throw new AccessDeniedError({ ...access, ...verdict, caller: this.describe(principal) });
      }
    }
  }

  isAllowed(principal: Principal, access: Access): boolean {
    return this.#verdict(this.#callers.of(principal), access).allowed;
  }

  /**
   * The principal that a service is once it has assumed a role. Throws AccessDeniedError if there is no such
   * role or its trust policy does not let the service.
   */
  assume(service: string, roleArn: string, { session, sourceArn }: Assumption = {}): Principal {
    const principal: Principal = { kind: 'service', service, sourceArn: sourceArn ?? '' };
    const action = 'sts:AssumeRole';
    const verdict = this.#decide(principal, { action, resource: roleArn }).verdict(undefined);
    if (!verdict.allowed) {
      const reason = this.#directory.roleOf(roleArn)
        ? verdict.reason.replace('resource-based policy', 'trust policy')
        : 'because there is no such role';
      const denial = { ...verdict, action, resource: roleArn, caller: service, reason };
      throw new AccessDeniedError(denial);
    }
    return { kind: 'role', roleArn, session: session ?? service.split('.')[0]! };
  }

  /**
   * Whether a role, user or the operator may assume a role: its trust policy must name the caller, or name the account
   * and the caller's own policies allow it. AWS STS API Reference, AssumeRole.
   */
  mayAssume(principal: Principal, roleArn: string, context: Access['context']): boolean {
    if (!this.#directory.roleOf(roleArn)) return false;
    const access = { action: 'sts:AssumeRole', resource: roleArn };
    return this.#decide(principal, access).verdict(context).allowed;
  }

  /** Adds a role; throws NotSimulatedError for what its trust policy uses and is not simulated. */
  createRole({ name, arn, trustPolicy, ...spec }: RoleSpec): void {
    const trust = trustDocument(name, trustPolicy, 'Properties.AssumeRolePolicyDocument');
    const { description, maximumSessionSeconds = DEFAULT_SESSION_SECONDS, createdMs = 0 } = spec;
    this.change((directory) =>
      directory.addRole({
        ...{ name, arn, path: pathIn(arn, name), id: directory.newId('AROA', arn), createdMs },
        ...{ trust, description, maximumSessionSeconds },
        ...{ inline: new Map(), attached: new Set(), tags: new Map(spec.tags) },
      }),
    );
  }

  /** Puts a policy on a role, replacing the one of that name. */
  putRolePolicy(roleName: string, policyName: string, document: unknown): void {
    const written = identityDocument(policyName, document, 'Properties.PolicyDocument');
    this.#role(roleName).inline.set(policyName, written);
    this.#forget();
  }

  /** Adds a customer managed policy. */
  createManagedPolicy(policyArn: string, document: unknown, createdMs = 0): void {
    const name = lastPart(policyArn);
    const written = identityDocument(name, document, 'Properties.PolicyDocument');
    this.change((directory) => {
      const id = directory.newId('ANPA', policyArn);
      const path = pathIn(policyArn, name);
      directory.addPolicy(firstVersion({ name, arn: policyArn, path, id, createdMs }, written));
    });
  }

  /** Attaches a managed policy to a role; throws NotSimulatedError for one of AWS that is not known. */
  attachRolePolicy(roleName: string, policyArn: string): void {
    const role = this.#role(roleName);
    if (!this.#directory.policy(policyArn)) {
      throw new NotSimulatedError(`managed policy ${policyArn}`);
    }
    role.attached.add(policyArn);
    this.#forget();
  }

  /** Sets the policy of a queue, topic, bucket, key or bus, replacing the one it had. */
  setResourcePolicy(resourceArn: string, document: unknown, path?: string): void {
    const statements = compileResourcePolicy(resourceArn, document, path);
    const had = this.#resourcePolicies.get(resourceArn)?.length ?? 0;
    this.#resourcePolicies.set(resourceArn, statements);
    // From nothing to nothing changes no decision, and there are many queues without a policy.
    if (had + statements.length > 0) this.#forget();
  }

  /** Adds statements to a resource's policy, as each Lambda permission does. */
  addToResourcePolicy(resourceArn: string, document: unknown, path?: string): void {
    const statements = compileResourcePolicy(resourceArn, document, path);
    const present = this.#resourcePolicies.get(resourceArn) ?? [];
    this.#resourcePolicies.set(resourceArn, [...present, ...statements]);
    this.#forget();
  }

  /** The caller as AWS prints it in messages. */
  describe(principal: Principal): string {
    const { partition, account } = this.#surroundings;
    if (principal.kind === 'service') return principal.service;
    if (principal.kind === 'operator') return `arn:${partition}:iam::${account}:user/operator`;
    if (principal.kind === 'user') return principal.userArn;
    const role = lastPart(principal.roleArn);
    return `arn:${partition}:sts::${account}:assumed-role/${role}/${principal.session}`;
  }

  #role(roleName: string): Identity {
    const role = this.#directory.roles.get(roleName);
    if (!role) throw new NotSimulatedError(`role ${roleName}, which no template creates`);
    return role;
  }

  #verdict(caller: Caller, { action, resource, context }: Access): Verdict {
    let decisions = caller.decisions.get(action);
    if (!decisions) {
      decisions = new Map();
      caller.decisions.set(action, decisions);
    }
    let decision = decisions.get(resource);
    if (!decision) {
      if (decisions.size >= MAX_DECISIONS) decisions.clear();
      decision = this.#decide(caller.principal, { action, resource });
      decisions.set(resource, decision);
    }
    return decision.verdict(context);
  }

  #decide(principal: Principal, { action, resource }: Access): Decision {
    const about = (statement: Statement): boolean => statement.covers(action, resource);
    const isAssumption = action === 'sts:AssumeRole';
    const ofResource = this.#policyOf(resource, isAssumption).filter(about);
    return new Decision({
      action,
      identity: this.#identityPolicies(principal).filter(about),
      resource: ofResource.filter(({ names }) => names(principal) === 'caller'),
      account: ofResource.filter(({ names }) => names(principal) === 'account'),
      accountRequired: isAssumption || resource.split(':')[2] === 'kms',
      globals: globalContext(principal, this.#surroundings),
    });
  }

  /** What a resource's own policy says; of a role that is to be assumed, its trust policy. */
  #policyOf(resource: string, isAssumption: boolean): readonly Statement[] {
    if (isAssumption) return this.#directory.roleOf(resource)?.trust.statements ?? [];
    return this.#resourcePolicies.get(policyHolder(resource)) ?? [];
  }

  #identityPolicies(principal: Principal): readonly Statement[] {
    if (principal.kind === 'operator') return OPERATOR;
    if (principal.kind === 'service') return [];
    const arn = principal.kind === 'role' ? principal.roleArn : principal.userArn;
    const identity = this.#directory.identity(arn);
    return identity ? [...this.#directory.statementsOf(identity)] : [];
  }

  #forget(): void {
    this.#callers.forget();
  }
}

/** Decisions kept per caller and action; one that names ever new resources (objects) starts over. */
const MAX_DECISIONS = 4096;

const OPERATOR = compilePolicy(
  { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  { name: 'the operator', kind: 'identity', path: '' },
);

function compileResourcePolicy(
  resourceArn: string,
  document: unknown,
  path = 'Properties.PolicyDocument',
): Statement[] {
  const name = `policy of ${lastPart(resourceArn)}`;
  return compilePolicy(document, { name, kind: 'resource', path });
}
