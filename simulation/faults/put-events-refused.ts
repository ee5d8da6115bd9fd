import { fault, sdkError } from '../fault.ts';

/** PutEvents is throttled beyond the attempts of the SDK. */
export const putEventsRefused = fault({
  kind: 'put-events-refused',
  sentence: 'PutEvents is throttled beyond the attempts of the SDK.',
  at: 'call',
  chance: 0.03,
  applies: ({ operation, caller }) => operation === 'PutEvents' && caller !== 'operator',
  bite: () => ({
    kind: 'refused',
    error: sdkError('ThrottlingException', 'Rate exceeded', 400),
    final: true,
  }),
});
