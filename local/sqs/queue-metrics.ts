import type { Foundation } from '../foundation.ts';
import type { Queue } from './queue.ts';

type Place = Pick<Foundation, 'cloudwatch' | 'scheduler'>;

/** Reports a queue's metrics every minute. Amazon SQS Developer Guide, "Available CloudWatch metrics". */
export function measure(queue: Queue, { cloudwatch, scheduler }: Place): void {
  const gauge = (name: string, read: () => number, unit = 'Count'): void => {
    const dimensions = { QueueName: queue.name };
    cloudwatch.gauge({ namespace: 'AWS/SQS', name, dimensions }, read, unit);
  };
  gauge('ApproximateNumberOfMessagesVisible', () => queue.depth().visible);
  gauge('ApproximateNumberOfMessagesNotVisible', () => queue.inFlight);
  gauge('ApproximateNumberOfMessagesDelayed', () => queue.depth().delayed);
  gauge('ApproximateAgeOfOldestMessage', () => ageSeconds(queue, scheduler.nowMs()), 'Seconds');
}

function ageSeconds(queue: Queue, nowMs: number): number {
  return Math.floor((nowMs - (queue.oldestSentMs() ?? nowMs)) / 1000);
}
