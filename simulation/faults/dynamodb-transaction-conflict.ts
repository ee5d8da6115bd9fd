import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { fault } from '../fault.ts';

/** A transaction meets another one on one of its items. */
export const dynamodbTransactionConflict = fault({
  kind: 'dynamodb-transaction-conflict',
  sentence: 'A transaction meets another one on one of its items.',
  at: 'call',
  chance: 0.06,
  applies: ({ operation }) => operation === 'TransactWriteItems',
  bite: ({ input }) => {
    const items = (input as { TransactItems: readonly unknown[] }).TransactItems;
    return { kind: 'refused', error: conflictAt(items.length - 1, items.length), final: true };
  },
});

function conflictAt(position: number, length: number): Error {
  const CancellationReasons = Array.from({ length }, (_none, index) =>
    index === position ? { Code: 'TransactionConflict' } : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ message, CancellationReasons, $metadata: BAD_REQUEST });
}

const BAD_REQUEST = { httpStatusCode: 400 };
