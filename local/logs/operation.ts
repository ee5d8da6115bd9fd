import type { Scheduler } from '../scheduler.ts';
import type { Logs } from './logs.ts';

/** What the operations of CloudWatch Logs work on. */
export interface LogsPlace {
  logs: Logs;
  scheduler: Pick<Scheduler, 'nowMs'>;
}

/** One operation: the parameters it honours, the resource its permission is on, and what it does. */
export interface LogsOperation {
  parameters: readonly string[];
  resource(input: never, place: LogsPlace): string;
  run(input: never, place: LogsPlace): object;
}

/** The ARN a permission is on: of a group's streams, or one of them. Service Authorization Reference, CloudWatch Logs. */
export function streamArn({ logs }: LogsPlace, group: string, stream = ''): string {
  return `${logs.arnOf(group)}:log-stream:${stream}`;
}
