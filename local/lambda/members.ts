import { NotSimulatedError } from '../errors.ts';

/** Throws NotSimulatedError that names the first member of a structure that is not honoured. */
export function onlyMembers(
  structure: object | undefined,
  honoured: readonly string[],
  where: string,
): void {
  for (const [name, value] of Object.entries(structure ?? {})) {
    if (value === undefined || honoured.includes(name)) continue;
    throw new NotSimulatedError(`${name} in ${where}`);
  }
}

/** The members of an input that are given: the SDK leaves out those that are undefined. */
export function givenMembers<Input extends object>(input: Input): Input {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Input;
}
