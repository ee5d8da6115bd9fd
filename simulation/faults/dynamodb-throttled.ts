import { fault, isService, sdkError } from '../fault.ts';

/** DynamoDB throttles a request; the SDK tries again, or has given up. */
export const dynamodbThrottled = fault({
  kind: 'dynamodb-throttled',
  sentence: 'DynamoDB throttles a request; the SDK tries again, or has given up.',
  at: 'call',
  chance: 0.02,
  applies: (point) => point.service === 'dynamodb' && isService(point),
  bite: (_point, fraction) => ({ kind: 'refused', error: throttled(), final: fraction < 0.2 }),
});

/** As of a table whose partition is too hot. */
function throttled(): Error {
  const message = 'The level of configured provisioned throughput for the table was exceeded.';
  return sdkError('ProvisionedThroughputExceededException', message, 400);
}
