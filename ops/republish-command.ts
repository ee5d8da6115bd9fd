import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { stageNamed } from '../lib/config.ts';
import { counted } from './format.ts';
import { type RepublishPorts, republish } from './republish.ts';
import { UsageError } from './usage-error.ts';

/** What was asked for on the command line; the instants are epoch milliseconds. */
export interface RepublishCommandOptions {
  from: number;
  to: number;
  stage: string;
}

/** `orderly republish`: on AWS, with the operator's credentials. Exit code: 1 if an event was not accepted. */
export async function republishCommand(
  options: RepublishCommandOptions,
  reach: () => RepublishPorts = aws,
): Promise<number> {
  const { from: fromMs, to: toMs } = options;
  if (fromMs >= toMs) throw new UsageError('--from must be before --to');
  const { name: stage } = stageNamed(options.stage);
  const { commits, events, failed } = await republish(reach(), { stage, fromMs, toMs });
  const what = `${counted(events, 'event')} of ${counted(commits, 'commit')}`;
  console.log(`${what} republished to stage ${stage}`);
  for (const { envelope, reason } of failed) {
    console.error(`${envelope.eventType} ${envelope.eventId} was not accepted: ${reason}`);
  }
  return failed.length === 0 ? 0 : 1;
}

function aws(): RepublishPorts {
  return {
    dynamodb: new DynamoDBClient(),
    eventbridge: new EventBridgeClient(),
    clock: {
      nowMs: () => Date.now(),
      sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    },
    chance: { fraction: () => Math.random() },
  };
}
