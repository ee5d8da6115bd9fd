import type { Foundation } from '../foundation.ts';
import type { Queue } from './queue.ts';

type Place = Pick<Foundation, 'cloudwatch' | 'scheduler'>;

/**
 * Reports the metrics of a queue every minute, until the function it gives is called. Amazon SQS Developer Guide,
 * "Available CloudWatch metrics".
 */
export function measure(queue: Queue, { cloudwatch, scheduler }: Place): () => void {
  const drops: (() => void)[] = [];
  const gauge = (name: string, read: () => number, unit = 'Count'): void => {
    const metric = { namespace: 'AWS/SQS', name, dimensions: { QueueName: queue.name } };
    drops.push(cloudwatch.gauge(metric, read, unit));
  };
  const end = (): void => {
    for (const drop of drops) drop();
  };
  try {
    gauge('ApproximateNumberOfMessagesVisible', () => queue.depth().visible);
    gauge('ApproximateNumberOfMessagesNotVisible', () => queue.inFlight);
    gauge('ApproximateNumberOfMessagesDelayed', () => queue.depth().delayed);
    const age = (): number => ageSeconds(queue, scheduler.nowMs());
    gauge('ApproximateAgeOfOldestMessage', age, 'Seconds');
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

function ageSeconds(queue: Queue, nowMs: number): number {
  return Math.floor((nowMs - (queue.oldestSentMs() ?? nowMs)) / 1000);
}
