import { fault, isGateway } from '../fault.ts';

/** The payment gateway answers with an error and has done nothing. */
export const gatewayError = fault({
  kind: 'gateway-error',
  sentence: 'The payment gateway answers with an error and has done nothing.',
  at: 'invocation',
  chance: 0.05,
  applies: isGateway,
  bite: () => ({ fails: { errorType: 'Error', errorMessage: '503 from the gateway', trace: [] } }),
});
