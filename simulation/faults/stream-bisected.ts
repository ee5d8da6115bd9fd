import type { InvocationPoint } from '../../local/interference.ts';
import { fault } from '../fault.ts';

/** A relay fails on a batch of several records, which is then halved. */
export const streamBisected = fault({
  kind: 'stream-bisected',
  sentence: 'A relay fails on a batch of several records, which is then halved.',
  at: 'invocation',
  chance: 0.05,
  applies: (point) => point.functionName.endsWith('-relay') && recordsOf(point) > 1,
  bite: () => ({ fails: { errorType: 'Error', errorMessage: 'the batch is too much', trace: [] } }),
});

function recordsOf({ event }: InvocationPoint): number {
  return (event as { Records?: readonly unknown[] }).Records?.length ?? 0;
}
