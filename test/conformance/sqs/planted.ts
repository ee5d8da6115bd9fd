import { vi } from 'vitest';
import { Deduplication } from '../../../local/sqs/deduplication.ts';
import { FifoBacklog } from '../../../local/sqs/fifo-backlog.ts';
import { Queue } from '../../../local/sqs/queue.ts';
import { queueDoesNotExist } from '../../../local/sqs/sqs-errors.ts';
import type { Outcome, Side } from '../agreement.ts';
import type { Shapes } from './shapes.ts';
import type { Step } from './step.ts';

/** A mistake that an SQS of one's own could make. */
export interface Planted {
  name: string;
  /** In which sequences it has to show. */
  shows: keyof Shapes;
  /** Changes how the embedded cloud works; undone by `vi.restoreAllMocks`. */
  plant?(): void;
  /** Changes what it answers. */
  distort?(outcome: Outcome): Outcome;
}

/** Mistakes that the comparison has to find, or it finds none. */
export const planted: readonly Planted[] = [
  {
    name: 'a count of receives that is off by one',
    shows: 'standard',
    distort: (outcome) =>
      JSON.parse(
        JSON.stringify(outcome).replaceAll(
          /(?<="ApproximateReceiveCount":")\d+/g,
          (count) => `${Number(count) + 1}`,
        ),
      ),
  },
  {
    name: 'a group of a FIFO queue that is not blocked',
    shows: 'fifo',
    plant: () => {
      const { next } = FifoBacklog.prototype;
      vi.spyOn(FifoBacklog.prototype, 'next').mockImplementation(function (this: FifoBacklog, key) {
        const message = next.call(this, key);
        if (message) this.settle(message);
        return message;
      });
    },
  },
  {
    name: 'a dead letter that is lost',
    shows: 'standard',
    plant: () => void vi.spyOn(Queue.prototype, 'adopt').mockImplementation(() => undefined),
  },
  {
    name: 'a repeated message that is taken again',
    shows: 'fifo',
    plant: () => void vi.spyOn(Deduplication.prototype, 'find').mockReturnValue(undefined),
  },
  {
    name: 'a delete by the latest handle that does nothing',
    shows: 'standard',
    plant: () => void vi.spyOn(Queue.prototype, 'delete').mockImplementation(() => undefined),
  },
  {
    name: 'a delete that is refused once it is done',
    shows: 'standard',
    plant: () => {
      const { delete: remove } = Queue.prototype;
      vi.spyOn(Queue.prototype, 'delete').mockImplementation(function (this: Queue, receipt) {
        remove.call(this, receipt);
        throw queueDoesNotExist();
      });
    },
  },
  {
    name: 'attributes that are set and not kept',
    shows: 'control',
    plant: () => void vi.spyOn(Queue.prototype, 'configure').mockImplementation(() => undefined),
  },
];

/** A side with the mistake in it. */
export function mistaken(side: Side<Step>, { name, distort }: Planted): Side<Step> {
  return {
    name: `${side.name} with ${name}`,
    run: async (steps) => {
      const outcomes = await side.run(steps);
      return distort ? outcomes.map(distort) : outcomes;
    },
  };
}
