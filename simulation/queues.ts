import { regionalArn } from '../local/arn.ts';
import { SURROUNDINGS } from '../local/cloud.ts';
import type { QueueView } from '../local/queue-view.ts';
import type { World } from './world.ts';

/** The ARN of a queue in a world. */
export function arnOfQueue(name: string): string {
  return regionalArn(SURROUNDINGS, 'sqs', name);
}

/** The queues that hold something. */
export function filledQueues(world: World): QueueView[] {
  return world.cloud.queues().filter((queue) => queue.visible + queue.inFlight + queue.delayed > 0);
}

/** How often a message of a queue may be received before it belongs in the DLQ. */
export function maxReceivesOf(world: World, name: string): number {
  const { redrive } = world.cloud.engines.sqs.queueByArn(arnOfQueue(name)).settings;
  return redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
}
