import { fault } from '../fault.ts';
import { cancelledBecause } from '../transaction-cancelled.ts';

/** A transaction meets another one on one of its items. */
export const dynamodbTransactionConflict = fault({
  kind: 'dynamodb-transaction-conflict',
  sentence: 'A transaction meets another one on one of its items.',
  at: 'call',
  chance: 0.06,
  applies: ({ operation }) => operation === 'TransactWriteItems',
  bite: (point, fraction) => cancelledBecause(CONFLICT, point, fraction),
});

const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
