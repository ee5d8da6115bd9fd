import { validationException } from './event-bridge-errors.ts';

/** What the API asks of a text, as its model says it. */
export interface TextConstraint {
  /** Characters. @default 0 */
  minimum?: number;
  maximum?: number;
  /** Matched from the first to the last character. */
  pattern?: string;
  /** Whether it must be there. */
  required?: boolean;
}

const NAME = String.raw`[\.\-_A-Za-z0-9]+`;
const BUS_ARN = String.raw`(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?`;

/** Constraints of the API, named as there. Amazon EventBridge API Reference, under each action. */
export const constraints = {
  ruleName: { minimum: 1, maximum: 64, pattern: NAME, required: true },
  targetId: { minimum: 1, maximum: 64, pattern: NAME, required: true },
  targetArn: { minimum: 1, maximum: 1600, required: true },
  archiveName: { minimum: 1, maximum: 48, pattern: NAME, required: true },
  busName: { minimum: 1, maximum: 256, pattern: String.raw`[/\.\-_A-Za-z0-9]+`, required: true },
  busNameOrArn: { minimum: 1, maximum: 1600, pattern: String.raw`${BUS_ARN}[/\.\-_A-Za-z0-9]+` },
  description: { maximum: 512 },
  schedule: { maximum: 256 },
  pattern: { maximum: 4096 },
  statementId: { minimum: 1, maximum: 64, pattern: '[a-zA-Z0-9-_]+' },
  action: { minimum: 1, maximum: 64, pattern: 'events:[a-zA-Z]+' },
  principal: { minimum: 1, maximum: 12, pattern: String.raw`(\d{12}|\*)` },
  tagKey: { minimum: 1, maximum: 128, required: true },
  tagValue: { maximum: 256, required: true },
  arn: { minimum: 1, maximum: 1600, required: true },
  anyText: { required: true },
} as const satisfies Record<string, TextConstraint>;

/** Collects what violates the API's model, and throws all of it in one ValidationException, as AWS words it. */
export class Violations {
  readonly #found: string[] = [];

  /** `at` is the member's path in the model, such as `targets.1.member.id`. */
  text(at: string, value: string | undefined, constraint: TextConstraint): this {
    const { minimum = 0, maximum = Number.POSITIVE_INFINITY, pattern, required } = constraint;
    if (value === undefined) {
      if (required) this.#add(at, 'null', 'must not be null');
      return this;
    }
    const quoted = `'${value}'`;
    if (value.length > maximum) this.#add(at, quoted, lengthAtMost(maximum));
    if (value.length < minimum) this.#add(at, quoted, lengthAtLeast(minimum));
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
      this.#add(at, quoted, `must satisfy regular expression pattern: ${pattern}`);
    }
    return this;
  }

  /** A number that has bounds. */
  number(
    at: string,
    value: number | undefined,
    [minimum, maximum]: readonly [number, number],
  ): this {
    if (value === undefined) return this;
    const quoted = `'${value}'`;
    if (value > maximum) this.#add(at, quoted, `must have value less than or equal to ${maximum}`);
    if (value < minimum)
      this.#add(at, quoted, `must have value greater than or equal to ${minimum}`);
    return this;
  }

  /** A list that must be there and has bounds. */
  list(
    at: string,
    value: readonly unknown[] | undefined,
    [minimum, maximum]: readonly [number, number],
  ): this {
    if (value === undefined) this.#add(at, 'null', 'must not be null');
    else if (value.length > maximum) this.#add(at, shown(value), lengthAtMost(maximum));
    else if (value.length < minimum) this.#add(at, shown(value), lengthAtLeast(minimum));
    return this;
  }

  /** One of a few values. */
  choice(at: string, value: string | undefined, choices: readonly string[]): this {
    if (value !== undefined && !choices.includes(value)) {
      this.#add(at, `'${value}'`, `must satisfy enum value set: [${choices.join(', ')}]`);
    }
    return this;
  }

  /** Throws ValidationException if anything was found. */
  refuse(): void {
    const count = this.#found.length;
    if (count === 0) return;
    const errors = count === 1 ? '1 validation error' : `${count} validation errors`;
    throw validationException(`${errors} detected: ${this.#found.join('; ')}`);
  }

  #add(at: string, value: string, constraint: string): void {
    this.#found.push(
      `Value ${value} at '${at}' failed to satisfy constraint: Member ${constraint}`,
    );
  }
}

function lengthAtMost(maximum: number): string {
  return `must have length less than or equal to ${maximum}`;
}

function lengthAtLeast(minimum: number): string {
  return `must have length greater than or equal to ${minimum}`;
}

function shown(list: readonly unknown[]): string {
  return `'${JSON.stringify(list)}'`;
}
