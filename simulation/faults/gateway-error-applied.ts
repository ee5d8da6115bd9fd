import { fault, isGateway } from '../fault.ts';

/** The payment gateway answers with an error and has done what it was asked. */
export const gatewayErrorApplied = fault({
  kind: 'gateway-error-applied',
  sentence: 'The payment gateway answers with an error and has done what it was asked.',
  at: 'invocation',
  chance: 0.05,
  applies: isGateway,
  bite: () => ({
    failsAfter: { errorType: 'Error', errorMessage: '504 from the gateway', trace: [] },
  }),
});
