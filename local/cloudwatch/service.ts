import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Service } from '../service.ts';
import { alarmOperations } from './alarm-operations.ts';
import { dashboardOperations } from './dashboard-operations.ts';
import { historyOperations } from './history-operations.ts';
import { metricOperations } from './metric-operations.ts';
import type { CloudWatchOperation, CloudWatchPlace } from './operation.ts';
import { tagOperations } from './tag-operations.ts';

const OPERATIONS: Readonly<Record<string, CloudWatchOperation>> = {
  ...metricOperations,
  ...alarmOperations,
  ...historyOperations,
  ...dashboardOperations,
  ...tagOperations,
};

const TAG = 'TagResource';

/** The API of CloudWatch's metrics, alarms and dashboards. Amazon CloudWatch API Reference. */
export class CloudWatchService implements Service {
  readonly name = 'cloudwatch';
  readonly parameters = parametersOf(OPERATIONS);
  readonly #place: CloudWatchPlace;

  constructor(place: CloudWatchPlace) {
    this.#place = place;
  }

  /** Throws NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { resources } = operationNamed(this.name, OPERATIONS, operation);
    const { Namespace = '', Tags = [] } = input as { Namespace?: string; Tags?: object[] };
    const isPut = operation === 'PutMetricData';
    // What is put with tags needs the permission to tag as well.
    const tags = operation !== TAG && Tags.length > 0;
    return resources(input as never, this.#place).flatMap((resource) =>
      [operation, ...(tags ? [TAG] : [])].map((name) => ({
        action: `cloudwatch:${name}`,
        resource,
        ...(isPut && { context: { 'cloudwatch:namespace': Namespace } }),
      })),
    );
  }

  /** Throws the exceptions of each operation. */
  execute(operation: string, input: object): Answer {
    const { run } = operationNamed(this.name, OPERATIONS, operation);
    return { output: run(input as never, this.#place) };
  }
}
