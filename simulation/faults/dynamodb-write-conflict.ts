import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { fault, isService } from '../fault.ts';

/** A single write meets a transaction that holds its item. */
export const dynamodbWriteConflict = fault({
  kind: 'dynamodb-write-conflict',
  sentence: 'A single write meets a transaction that holds its item.',
  at: 'call',
  chance: 0.02,
  applies: (point) =>
    (point.operation === 'UpdateItem' || point.operation === 'PutItem') && isService(point),
  bite: () => ({ kind: 'refused', error: conflict(), final: true }),
});

function conflict(): Error {
  const message = 'Transaction is ongoing for the item';
  return new TransactionConflictException({ message, $metadata: { httpStatusCode: 400 } });
}
