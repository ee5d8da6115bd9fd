import type { Iam } from '../iam/iam.ts';

/** One statement of a bus's policy, as IAM writes it. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

/** The policies of the buses: who else may put events on them. */
export class BusPolicies {
  readonly #iam: Iam;
  readonly #statements = new Map<string, readonly PolicyStatement[]>();

  constructor(iam: Iam) {
    this.#iam = iam;
  }

  /** A bus's policy as JSON text; undefined without one. */
  textOf(busArn: string): string | undefined {
    const statements = this.#statements.get(busArn);
    return statements && JSON.stringify({ Version: '2012-10-17', Statement: statements });
  }

  /** Adds a statement, or replaces the one of its id. Throws NotSimulatedError. */
  put(busArn: string, statement: PolicyStatement): void {
    const others = this.#of(busArn).filter(({ Sid }) => Sid !== statement['Sid']);
    this.replace(busArn, [...others, statement]);
  }

  /** Whether there was such a statement. */
  remove(busArn: string, statementId: string): boolean {
    const before = this.#of(busArn);
    const left = before.filter(({ Sid }) => Sid !== statementId);
    if (left.length === before.length) return false;
    this.replace(busArn, left);
    return true;
  }

  /** Sets the whole policy. Throws NotSimulatedError for what a statement uses and is not simulated. */
  replace(busArn: string, statements: readonly PolicyStatement[]): void {
    const document = { Version: '2012-10-17', Statement: statements };
    this.#iam.setResourcePolicy(busArn, document, 'Properties');
    if (statements.length > 0) this.#statements.set(busArn, statements);
    else this.#statements.delete(busArn);
  }

  #of(busArn: string): readonly PolicyStatement[] {
    return this.#statements.get(busArn) ?? [];
  }
}
