import { fault, isService, sdkError } from '../fault.ts';

/** DynamoDB answers 500 and has done nothing. */
export const dynamodbErrorNotApplied = fault({
  kind: 'dynamodb-error-not-applied',
  sentence: 'DynamoDB answers 500 and has done nothing.',
  at: 'call',
  chance: 0.015,
  applies: (point) => point.service === 'dynamodb' && isService(point),
  bite: (_point, fraction) => ({
    kind: 'refused',
    error: sdkError('InternalServerError', 'Internal server error', 500),
    final: fraction < 0.3,
  }),
});
