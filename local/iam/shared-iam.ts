import { NotSimulatedError } from '../errors.ts';
import type { Access, Principal } from '../service.ts';
import type { Surroundings } from '../surroundings.ts';
import { type Assumption, Iam } from './iam.ts';

/**
 * The roles and policies of an account that were made of a blueprint before, with the decisions made since: they
 * are the same in every cloud of that blueprint. While its resources are created, what they say of roles and
 * policies is known already; any later change throws NotSimulatedError, because it would reach the other clouds.
 */
export class SharedIam extends Iam {
  readonly #known: Iam;
  #loading = true;

  constructor(surroundings: Surroundings, known: Iam) {
    super(surroundings);
    this.#known = known;
  }

  /** The blueprint's resources are there. */
  loaded(): void {
    this.#loading = false;
  }

  override authorise(principal: Principal, accesses: readonly Access[]): void {
    this.#known.authorise(principal, accesses);
  }

  override isAllowed(principal: Principal, access: Access): boolean {
    return this.#known.isAllowed(principal, access);
  }

  override assume(service: string, roleArn: string, assumption?: Assumption): Principal {
    return this.#known.assume(service, roleArn, assumption);
  }

  override createRole(): void {
    this.#change();
  }

  override putRolePolicy(): void {
    this.#change();
  }

  override createManagedPolicy(): void {
    this.#change();
  }

  override attachRolePolicy(): void {
    this.#change();
  }

  override setResourcePolicy(): void {
    this.#change();
  }

  override addToResourcePolicy(): void {
    this.#change();
  }

  #change(): void {
    if (this.#loading) return;
    throw new NotSimulatedError('a change of roles or policies that several clouds share');
  }
}
