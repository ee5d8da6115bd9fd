import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Service } from '../service.ts';
import { eventOperations } from './event-operations.ts';
import { groupOperations } from './group-operations.ts';
import type { LogsOperation, LogsPlace } from './operation.ts';
import { streamOperations } from './stream-operations.ts';

const OPERATIONS: Readonly<Record<string, LogsOperation>> = {
  ...groupOperations,
  ...streamOperations,
  ...eventOperations,
};

/** The API of CloudWatch Logs: log groups, their streams and events. Amazon CloudWatch Logs API Reference. */
export class LogsService implements Service {
  readonly name = 'cloudwatchlogs';
  readonly parameters = parametersOf(OPERATIONS);
  readonly #place: LogsPlace;

  constructor(place: LogsPlace) {
    this.#place = place;
  }

  /** Throws NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { resource } = operationNamed(this.name, OPERATIONS, operation);
    return [{ action: `logs:${operation}`, resource: resource(input as never, this.#place) }];
  }

  /** Throws the exceptions of each operation. */
  execute(operation: string, input: object): Answer {
    const { run } = operationNamed(this.name, OPERATIONS, operation);
    return { output: run(input as never, this.#place) };
  }
}
