import type { Engines } from './engines.ts';
import type { Queue } from './sqs/queue.ts';

/** One queue from outside. */
export interface QueueView {
  name: string;
  arn: string;
  url: string;
  /** Messages. */
  visible: number;
  inFlight: number;
  delayed: number;
  /** Whether something that failed may end here: of a queue, a rule's target, a function or a mapping. */
  isDeadLetterQueue: boolean;
}

/** All queues, in the order they were made. */
export function viewQueues(engines: Engines): QueueView[] {
  const deadLetterArns = new Set(deadLetterQueues(engines));
  const view = (queue: Queue): QueueView => {
    const { name, arn, url } = queue.settings;
    return { name, arn, url, ...queue.depth(), isDeadLetterQueue: deadLetterArns.has(arn) };
  };
  return [...engines.sqs.queues()].map(view);
}

function deadLetterQueues({ sqs, eventbridge, lambda }: Engines): (string | undefined)[] {
  const rules = [...eventbridge.buses()].flatMap((bus) => bus.rules());
  return [
    ...[...sqs.queues()].map(({ settings }) => settings.redrive?.deadLetterArn),
    ...rules.flatMap(({ targets }) => targets.map(({ spec }) => spec.DeadLetterConfig?.Arn)),
    ...[...lambda.functions()].map(({ settings }) => settings.deadLetterArn),
    ...lambda.mappings().map(({ settings }) => settings.onFailureArn),
  ];
}
