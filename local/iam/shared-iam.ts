import type { Access, Principal } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Directory } from './directory.ts';
import { type Assumption, Iam, type RoleSpec } from './iam.ts';

/**
 * The roles and policies of an account that were made of a blueprint before, with the decisions made since: they
 * are the same in every cloud of that blueprint. While its resources are created, what they say of roles and
 * policies is known already; with the first change after that it becomes a copy of its own.
 */
export class SharedIam extends Iam {
  /** What is shared, until there is an own copy. */
  #current: Iam;
  #loading = true;
  #isOwn = false;

  constructor(surroundings: Surroundings, known: Iam) {
    super(surroundings);
    this.#current = known;
  }

  /** The blueprint's resources are there. */
  loaded(): void {
    this.#loading = false;
  }

  override copy(): Iam {
    return this.#current.copy();
  }

  override get directory(): Directory {
    return this.#current.directory;
  }

  override change<Result>(act: (directory: Directory) => Result): Result {
    return this.#own().change(act);
  }

  override authorise(principal: Principal, accesses: readonly Access[]): void {
    this.#current.authorise(principal, accesses);
  }

  override isAllowed(principal: Principal, access: Access): boolean {
    return this.#current.isAllowed(principal, access);
  }

  override assume(service: string, roleArn: string, assumption?: Assumption): Principal {
    return this.#current.assume(service, roleArn, assumption);
  }

  override mayAssume(principal: Principal, roleArn: string, context: Access['context']): boolean {
    return this.#current.mayAssume(principal, roleArn, context);
  }

  override createRole(spec: RoleSpec): void {
    if (!this.#loading) this.#own().createRole(spec);
  }

  override putRolePolicy(roleName: string, policyName: string, document: unknown): void {
    if (!this.#loading) this.#own().putRolePolicy(roleName, policyName, document);
  }

  override createManagedPolicy(policyArn: string, document: unknown, createdMs?: number): void {
    if (!this.#loading) this.#own().createManagedPolicy(policyArn, document, createdMs);
  }

  override attachRolePolicy(roleName: string, policyArn: string): void {
    if (!this.#loading) this.#own().attachRolePolicy(roleName, policyArn);
  }

  override setResourcePolicy(resourceArn: string, document: unknown, path?: string): void {
    if (!this.#loading) this.#own().setResourcePolicy(resourceArn, document, path);
  }

  override addToResourcePolicy(resourceArn: string, document: unknown, path?: string): void {
    if (!this.#loading) this.#own().addToResourcePolicy(resourceArn, document, path);
  }

  #own(): Iam {
    if (!this.#isOwn) this.#current = this.#current.copy();
    this.#isOwn = true;
    return this.#current;
  }
}
