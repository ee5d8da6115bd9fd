import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { stageNamed } from '../lib/config.ts';
import { republish } from './republish.ts';
import { UsageError } from './usage-error.ts';

/** `orderly republish`: on AWS, with the operator's credentials. Exit code. */
export async function republishCommand(options: {
  from: number;
  to: number;
  stage: string;
}): Promise<number> {
  const { from: fromMs, to: toMs } = options;
  if (fromMs >= toMs) throw new UsageError('--from must be before --to');
  const { name: stage } = stageNamed(options.stage);
  const { commits, events, failed } = await republish(
    {
      dynamodb: new DynamoDBClient(),
      eventbridge: new EventBridgeClient(),
      clock: {
        nowMs: () => Date.now(),
        sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
      },
      chance: { fraction: () => Math.random() },
    },
    { stage, fromMs, toMs },
  );
  console.log(`${events} events of ${commits} commits republished to stage ${stage}`);
  for (const { envelope, reason } of failed) {
    console.error(`${envelope.eventType} ${envelope.eventId} was not accepted: ${reason}`);
  }
  return failed.length === 0 ? 0 : 1;
}
