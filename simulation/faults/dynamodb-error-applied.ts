import { fault, isService, sdkError } from '../fault.ts';

const WRITES = new Set(['PutItem', 'UpdateItem', 'TransactWriteItems']);

/** DynamoDB answers 500 to a write, and has done it. */
export const dynamodbErrorApplied = fault({
  kind: 'dynamodb-error-applied',
  sentence: 'DynamoDB answers 500 to a write, and has done it.',
  at: 'call',
  chance: 0.02,
  applies: (point) =>
    point.service === 'dynamodb' && WRITES.has(point.operation) && isService(point),
  bite: (_point, fraction) => ({
    kind: 'answer-lost',
    error: sdkError('InternalServerError', 'Internal server error', 500),
    final: fraction < 0.3,
  }),
});
