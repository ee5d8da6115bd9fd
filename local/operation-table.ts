import { NotSimulatedError } from './errors.ts';

/** The operations of a service by name, each with the top-level parameters it honours. */
type OperationTable<Operation extends { parameters: readonly string[] }> = Readonly<
  Record<string, Operation>
>;

/** The operation of that name; throws NotSimulatedError if `service` has none. */
export function operationNamed<Operation extends { parameters: readonly string[] }>(
  service: string,
  operations: OperationTable<Operation>,
  name: string,
): Operation {
  const operation = Object.hasOwn(operations, name) && operations[name];
  if (!operation) throw new NotSimulatedError(`operation ${service}:${name}`);
  return operation;
}

/** The parameters of each operation, for `Service.parameters`. */
export function parametersOf(
  operations: OperationTable<{ parameters: readonly string[] }>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, { parameters }]) => [name, parameters]),
  );
}
