import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { FactWorld, VerifiedFact } from '../fact.ts';

export const logGroupName = 'letters';
export const logStreamName = 'first';
export const GROUP_ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:letters';

/** Where the facts of CloudWatch Logs come from. */
export function localstack(file: string, test: string): string {
  return `localstack/localstack tests/aws/services/logs/test_logs_${file}.py, ${test}`;
}

export const group = (name = logGroupName, more: object = {}) =>
  new CreateLogGroupCommand({ logGroupName: name, ...more });
export const stream = (name = logStreamName) =>
  new CreateLogStreamCommand({ logGroupName, logStreamName: name });
export const put = (logEvents: { timestamp: number; message: string }[], name = logStreamName) =>
  new PutLogEventsCommand({ logGroupName, logStreamName: name, logEvents });

/** A group with a stream in which these messages are, a tenth of a second apart. */
export async function withMessages({ cloud, send }: FactWorld, messages: string[]): Promise<void> {
  await send(group());
  await send(stream());
  const nowMs = cloud.scheduler.nowMs();
  await send(put(messages.map((message, index) => ({ timestamp: nowMs + index * 100, message }))));
}

/** What is refused, and how. */
interface Refusal {
  says: string;
  source: string;
  /** Commands before it. */
  after?: readonly object[];
  command: object;
  name: string;
  message: string;
}

/** A fact that says how a call is refused: with 400, whatever is wrong. */
export function refusal({ after = [], command, name, message, ...fact }: Refusal): VerifiedFact {
  return {
    ...fact,
    async holds({ send, expect }: FactWorld) {
      for (const earlier of after) await send(earlier);
      const refused = { name, message, $metadata: { httpStatusCode: 400 } };
      await expect(send(command)).rejects.toMatchObject(refused);
    },
  };
}
