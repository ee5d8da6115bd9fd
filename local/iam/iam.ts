import { NotSimulatedError } from '../errors.ts';
import type { Access, Principal } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { AccessDeniedError } from './access-denied-error.ts';
import { globalContext } from './condition-keys.ts';
import { Decision, type Verdict } from './decision.ts';
import { awsManagedPolicy } from './managed-policies.ts';
import { compilePolicy, type Statement } from './policy.ts';

/** A role as its template gives it. */
export interface RoleSpec {
  name: string;
  arn: string;
  /** The `AssumeRolePolicyDocument`. */
  trustPolicy: unknown;
}

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
  readonly #roles = new Map<string, Role>();
  readonly #managedPolicies = new Map<string, readonly Statement[]>();
  readonly #resourcePolicies = new Map<string, readonly Statement[]>();
  readonly #callers = new Map<string, Map<string, Caller>>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Throws AccessDeniedError for the first access that is not allowed. */
  authorise(principal: Principal, accesses: readonly Access[]): void {
    const caller = this.#caller(principal);
    for (const access of accesses) {
      const verdict = this.#verdict(caller, access);
      if (!verdict.allowed) {
        throw new AccessDeniedError({ ...access, ...verdict, caller: this.describe(principal) });
      }
    }
  }

  isAllowed(principal: Principal, access: Access): boolean {
    return this.#verdict(this.#caller(principal), access).allowed;
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
      const reason = this.#roles.has(roleArn)
        ? verdict.reason.replace('resource-based policy', 'trust policy')
        : 'because there is no such role';
      const denial = { ...verdict, action, resource: roleArn, caller: service, reason };
      throw new AccessDeniedError(denial);
    }
    return { kind: 'role', roleArn, session: session ?? service.split('.')[0]! };
  }

  /** Adds a role; throws NotSimulatedError for what its trust policy uses and is not simulated. */
  createRole({ name, arn, trustPolicy }: RoleSpec): void {
    const trust = compilePolicy(trustPolicy, {
      name: `trust policy of ${name}`,
      kind: 'trust',
      path: 'Properties.AssumeRolePolicyDocument',
    });
    this.#roles.set(arn, { name, policies: new Map() });
    this.#resourcePolicies.set(arn, trust);
    this.#forget();
  }

  /** Puts a policy on a role, replacing the one of that name. */
  putRolePolicy(roleName: string, policyName: string, document: unknown): void {
    const name = `policy ${policyName}`;
    const path = 'Properties.PolicyDocument';
    this.#put(roleName, policyName, compilePolicy(document, { name, kind: 'identity', path }));
  }

  /** Adds a customer managed policy. */
  createManagedPolicy(policyArn: string, document: unknown): void {
    const place = { name: `policy ${lastPart(policyArn)}`, path: 'Properties.PolicyDocument' };
    this.#managedPolicies.set(policyArn, compilePolicy(document, { ...place, kind: 'identity' }));
  }

  /** Attaches a managed policy to a role; throws NotSimulatedError for one of AWS that is not known. */
  attachRolePolicy(roleName: string, policyArn: string): void {
    const ofAws = awsManagedPolicy(policyArn);
    if (ofAws) this.createManagedPolicy(policyArn, ofAws);
    const statements = this.#managedPolicies.get(policyArn);
    if (!statements) throw new NotSimulatedError(`managed policy ${policyArn}`);
    this.#put(roleName, policyArn, statements);
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
    const role = lastPart(principal.roleArn);
    return `arn:${partition}:sts::${account}:assumed-role/${role}/${principal.session}`;
  }

  #put(roleName: string, policyName: string, statements: readonly Statement[]): void {
    const role = [...this.#roles.values()].find(({ name }) => name === roleName);
    if (!role) throw new NotSimulatedError(`role ${roleName}, which no template creates`);
    role.policies.set(policyName, statements);
    this.#forget();
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
    const ofResource = (this.#resourcePolicies.get(policyHolder(resource)) ?? []).filter(about);
    return new Decision({
      action,
      identity: this.#identityPolicies(principal).filter(about),
      resource: ofResource.filter(({ names }) => names(principal) === 'caller'),
      account: ofResource.filter(({ names }) => names(principal) === 'account'),
      accountRequired: resource.split(':')[2] === 'kms',
      globals: globalContext(principal, this.#surroundings),
    });
  }

  #identityPolicies(principal: Principal): readonly Statement[] {
    if (principal.kind === 'operator') return OPERATOR;
    if (principal.kind === 'service') return [];
    return [...(this.#roles.get(principal.roleArn)?.policies.values() ?? [])].flat();
  }

  #caller(principal: Principal): Caller {
    const sourceArn = principal.kind === 'service' ? principal.sourceArn : '';
    const name = nameOf(principal);
    let callers = this.#callers.get(name);
    if (!callers) {
      callers = new Map();
      this.#callers.set(name, callers);
    }
    let caller = callers.get(sourceArn);
    if (!caller) {
      caller = { principal, decisions: new Map() };
      callers.set(sourceArn, caller);
    }
    return caller;
  }

  #forget(): void {
    this.#callers.clear();
  }
}

interface Role {
  name: string;
  /** Statements by policy name or ARN. */
  policies: Map<string, readonly Statement[]>;
}

/** A principal with the decisions made for it: by action, then by resource. Sessions share them. */
interface Caller {
  principal: Principal;
  decisions: Map<string, Map<string, Decision>>;
}

/** Decisions kept per caller and action; one that names ever new resources (objects) starts over. */
const MAX_DECISIONS = 4096;

const OPERATOR = compilePolicy(
  { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  { name: 'the operator', kind: 'identity', path: '' },
);

function nameOf(principal: Principal): string {
  if (principal.kind === 'role') return principal.roleArn;
  return principal.kind === 'service' ? principal.service : '';
}

function compileResourcePolicy(
  resourceArn: string,
  document: unknown,
  path = 'Properties.PolicyDocument',
): Statement[] {
  const name = `policy of ${lastPart(resourceArn)}`;
  return compilePolicy(document, { name, kind: 'resource', path });
}

/** The resource whose policy speaks of `resource`: an object's is its bucket's. */
function policyHolder(resource: string): string {
  if (resource.split(':')[2] !== 's3') return resource;
  return resource.split('/')[0]!;
}

/** The name at the end of an ARN. */
function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1)!;
}
