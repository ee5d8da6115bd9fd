import type { Outcome } from '../agreement.ts';
import { misplaced } from './control-sequences.ts';
import type { Step } from './step.ts';

const REFUSED_HANDLE = 'ReceiptHandleIsInvalid';

interface Entry {
  Id: string;
  Code?: string;
}

interface Batch extends Outcome {
  Successful?: Entry[];
  Failed?: Entry[];
}

/** Whether a step is one of these calls. */
export function isCall(step: Step, ...names: string[]): boolean {
  return 'call' in step && names.includes(step.call);
}

/** Whether a queue that is no FIFO queue is made with an attribute that it cannot have. */
export function isMisplaced(step: Step): boolean {
  if (!('call' in step) || step.call !== 'CreateQueue') return false;
  const names = misplaced.flatMap((attributes) => Object.keys(attributes));
  const given = Object.entries((step.input['Attributes'] ?? {}) as Record<string, string>);
  return given.some(([name]) => names.includes(name)) && !isFifo(given);
}

function isFifo(given: readonly [string, string][]): boolean {
  return given.some(([name, value]) => name === 'FifoQueue' && value === 'true');
}

/** Refused entries without whose fault it was, by the bare names of their errors. */
export function withoutBlame(failed: unknown): unknown {
  return (failed as Record<string, unknown>[]).map(({ SenderFault: _fault, Code, ...others }) => ({
    ...others,
    Code: String(Code).replace(/Exception$/, ''),
  }));
}

/** A refused handle as one that was deleted: the call succeeds, and so does the entry of a batch. */
export function withoutRefusedHandles(step: Step, outcome: Outcome): Outcome | undefined {
  if (isCall(step, 'DeleteMessage')) {
    return outcome['error'] === REFUSED_HANDLE ? {} : undefined;
  }
  if (!isCall(step, 'DeleteMessageBatch') || !outcome['Failed']) return undefined;
  const { Successful = [], Failed = [], ...others } = outcome as Batch;
  const isRefused = ({ Code }: Entry): boolean => Code === REFUSED_HANDLE;
  const deleted = [...Successful, ...Failed.filter(isRefused)].map(({ Id }) => ({ Id }));
  const failed = Failed.filter((entry) => !isRefused(entry));
  return {
    ...others,
    Successful: deleted.toSorted((one, other) => (one.Id < other.Id ? -1 : 1)),
    ...(failed.length > 0 ? { Failed: failed } : {}),
  };
}

/** Messages without the deduplication ids of those that a redrive policy moved. */
export function withoutMovedDeduplicationId(_step: Step, outcome: Outcome): Outcome | undefined {
  const messages = outcome['Messages'] as { Attributes?: Record<string, unknown> }[] | undefined;
  if (!messages) return undefined;
  const Messages = messages.map(({ Attributes = {}, ...others }) => {
    const { MessageDeduplicationId, ...left } = Attributes;
    const moved = 'DeadLetterQueueSourceArn' in Attributes;
    return { ...others, Attributes: moved ? left : { ...left, MessageDeduplicationId } };
  });
  return { ...outcome, Messages };
}

/** Attributes without those that MiniStack does not show. */
export function withoutDefaults(_step: Step, outcome: Outcome): Outcome | undefined {
  const attributes = outcome['Attributes'] as Record<string, unknown> | undefined;
  if (!attributes) return undefined;
  const hidden = ['SqsManagedSseEnabled', 'DeduplicationScope', 'FifoThroughputLimit'];
  const shown = Object.entries(attributes).filter(([name]) => !hidden.includes(name));
  return { ...outcome, Attributes: Object.fromEntries(shown) };
}
