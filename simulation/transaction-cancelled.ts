import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { CallFate, CallPoint } from '../local/interference.ts';

/** A transaction is cancelled because of one of its items, drawn by `fraction`; the SDK does not try it again. */
export function cancelledBecause(
  reason: CancellationReason,
  { input }: CallPoint,
  fraction: number,
): CallFate {
  const { length } = (input as { TransactItems: readonly unknown[] }).TransactItems;
  const position = Math.floor(fraction * length);
  const CancellationReasons = Array.from({ length }, (_none, index) =>
    index === position ? reason : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const $metadata = { httpStatusCode: 400 };
  const error = new TransactionCanceledException({ message, CancellationReasons, $metadata });
  return { kind: 'refused', error, final: true };
}
