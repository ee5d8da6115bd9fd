import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { Cloud } from '../../../../local/cloud.ts';
import { virtualTime } from '../../../../local/scheduler.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const DAY_MS = 24 * 3_600_000;
export const logGroupName = 'letters';
export const logStreamName = 'first';

/** An empty cloud on virtual time with a log group and a stream in it. */
export class LogsCloud {
  readonly cloud: Cloud;

  private constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  /** `logEvents`: how many each group keeps. */
  static async load(logEvents?: number): Promise<LogsCloud> {
    const at = new LogsCloud(
      await Cloud.load({
        ...{ code: () => undefined, time: virtualTime(START_MS), seed: 1, latency: 'none' },
        ...{ conduct: 'server', logEvents },
      }),
    );
    await at.send(new CreateLogGroupCommand({ logGroupName }));
    await at.stream(logStreamName);
    return at;
  }

  send(command: object): Promise<never> {
    return this.cloud.client().send(command);
  }

  stream(name: string): Promise<never> {
    return this.send(new CreateLogStreamCommand({ logGroupName, logStreamName: name }));
  }

  /** Writes messages a second apart, the first of them now, or so much later. */
  async put(
    messages: readonly string[],
    { laterMs = 0, stream = logStreamName } = {},
  ): Promise<object> {
    const fromMs = this.cloud.scheduler.nowMs() + laterMs;
    const logEvents = messages.map((message, index) => ({
      ...{ timestamp: fromMs + index * 1000, message },
    }));
    return this.send(new PutLogEventsCommand({ logGroupName, logStreamName: stream, logEvents }));
  }

  /** The messages that are found. */
  async found(more: object = {}): Promise<string[]> {
    const answer = await this.send(new FilterLogEventsCommand({ logGroupName, ...more }));
    return messagesIn(answer);
  }
}

/** The messages of an answer. */
export function messagesIn({ events }: { events: { message: string }[] }): string[] {
  return events.map(({ message }) => message);
}
