import { validationException } from './errors.ts';

/**
 * The constraints that DynamoDB's front end checks before anything else, collected over a request: all that
 * are broken are told in one ValidationException.
 */
export class Constraints {
  readonly #problems: string[] = [];

  /** Whether there is a value; a missing one is noted. */
  present<T>(member: string, value: T | undefined | null): value is T {
    if (value !== undefined && value !== null) return true;
    this.#note('null', member, 'Member must not be null');
    return false;
  }

  /** A value, if there is one, must be among those named. */
  oneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
    if (value === undefined || allowed.includes(value)) return;
    const rule = `Member must satisfy enum value set: [${allowed.join(', ')}]`;
    this.#note(`'${value}'`, member, rule);
  }

  /** A number, if there is one, must lie within the bounds. */
  within(member: string, value: number | undefined, least: number, most: number): void {
    if (value === undefined || (value >= least && value <= most)) return;
    const bound =
      value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
    this.#note(`'${value}'`, member, `Member must have value ${bound}`);
  }

  /** A text or list, if there is one, must be so long; `element` names the structure that a list is of. */
  length(
    member: string,
    value: string | readonly unknown[] | undefined,
    [least, most]: readonly [number, number],
    element = '',
  ): void {
    if (value === undefined || (value.length >= least && value.length <= most)) return;
    const bound =
      value.length < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
    const shown =
      typeof value === 'string'
        ? value
        : `[${value.map((each) => show(each, element)).join(', ')}]`;
    this.#note(`'${shown}'`, member, `Member must have length ${bound}`);
  }

  /** Each text of a list, if there is one, must be so long. */
  members(
    member: string,
    values: readonly string[] | undefined,
    [least, most]: readonly [number, number],
  ): void {
    if (!values?.some((value) => value.length < least || value.length > most)) return;
    const rules = `Member must have length less than or equal to ${most}, Member must have length greater than or equal to ${least}`;
    this.#note(`'[${values.join(', ')}]'`, member, `Member must satisfy constraint: [${rules}]`);
  }

  /** A name must be of letters, digits, `_`, `.` and `-`. */
  name(member: string, value: string | undefined): void {
    if (value === undefined || /^[a-zA-Z0-9_.-]+$/.test(value)) return;
    const rule = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
    this.#note(`'${value}'`, member, rule);
  }

  /** Throws if any constraint was broken. */
  finish(): void {
    const count = this.#problems.length;
    if (count === 0) return;
    const errors = count === 1 ? '1 validation error' : `${count} validation errors`;
    throw validationException(`${errors} detected: ${this.#problems.join('; ')}`);
  }

  #note(value: string, member: string, rule: string): void {
    this.#problems.push(`Value ${value} at '${member}' failed to satisfy constraint: ${rule}`);
  }
}

/** A structure as DynamoDB's messages show it: its name, and its members in camel case. */
function show(value: unknown, structure: string): string {
  if (value === null || typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${name.charAt(0).toLowerCase()}${name.slice(1)}=${member}`,
  );
  return `${structure}(${members.join(', ')})`;
}
