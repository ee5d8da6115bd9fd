import { mix } from '../dice.ts';
import { fault } from '../fault.ts';
import { cancelledBecause } from '../transaction-cancelled.ts';

/** A transaction is cancelled because one of its items is throttled. */
export const dynamodbTransactionThrottled = fault({
  kind: 'dynamodb-transaction-throttled',
  sentence: 'A transaction is cancelled because one of its items is throttled.',
  at: 'call',
  chance: 0.03,
  applies: ({ operation }) => operation === 'TransactWriteItems',
  bite: (point, fraction) => {
    const isOnDemand = mix(Math.floor(fraction * 0x1_0000_0000)) % 2 === 0;
    return cancelledBecause(isOnDemand ? THROTTLED : EXCEEDED, point, fraction);
  },
});

/** Of a table on demand, and of one with provisioned throughput (API_TransactWriteItems). */
const THROTTLED = {
  Code: 'ThrottlingError',
  Message:
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
};
const EXCEEDED = {
  Code: 'ProvisionedThroughputExceeded',
  Message:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
};
