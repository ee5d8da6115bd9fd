import { NotSimulatedError } from '../errors.ts';
import { compilePolicy, type Statement } from '../iam/policy.ts';

/** What a policy says to one method: allowed, denied by name, or not spoken of. */
export type Ruling = 'allowed' | 'denied' | 'unmentioned';

/** Methods whose ruling is kept; a path with ids makes ever new ones. */
const MAX_RULINGS = 256;

/** The policy document that an authoriser returned, asked per method. */
export class ReturnedPolicy {
  readonly #statements: readonly Statement[];
  readonly #rulings = new Map<string, Ruling>();

  /** Throws NotSimulatedError for conditions and policy variables. */
  constructor(document: object) {
    this.#statements = compilePolicy(document, {
      name: 'policy of the authoriser',
      kind: 'identity',
      path: 'policyDocument',
    });
    if (this.#statements.some(({ conditions }) => conditions.length > 0)) {
      throw new NotSimulatedError('a condition in the policy of an authoriser');
    }
  }

  rule(methodArn: string): Ruling {
    let ruling = this.#rulings.get(methodArn);
    if (ruling === undefined) {
      if (this.#rulings.size >= MAX_RULINGS) this.#rulings.clear();
      ruling = this.#ask(methodArn);
      this.#rulings.set(methodArn, ruling);
    }
    return ruling;
  }

  #ask(methodArn: string): Ruling {
    const about = this.#statements.filter(({ covers }) => covers('execute-api:Invoke', methodArn));
    if (about.some(({ effect }) => effect === 'Deny')) return 'denied';
    return about.length > 0 ? 'allowed' : 'unmentioned';
  }
}

/** Whether it has the form of a policy document, so that what compiling it refuses is not a mistake in form. */
export function isPolicyDocument(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const { Statement } = value as { Statement?: unknown };
  const statements: unknown[] = [Statement].flat();
  return statements.length > 0 && statements.every(isStatement);
}

function isStatement(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { Effect, Action, Resource } = value as Record<string, unknown>;
  const isTexts = (texts: unknown): boolean =>
    texts !== undefined && [texts].flat().every((text) => typeof text === 'string');
  return (Effect === 'Allow' || Effect === 'Deny') && isTexts(Action) && isTexts(Resource);
}
