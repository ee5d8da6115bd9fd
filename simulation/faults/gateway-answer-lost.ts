import { fault, isGatewayCall, sdkError } from '../fault.ts';

/** The payment gateway does what it is asked, and the answer never comes. */
export const gatewayAnswerLost = fault({
  kind: 'gateway-answer-lost',
  sentence: 'The payment gateway does what it is asked, and the answer never comes.',
  at: 'call',
  chance: 0.06,
  applies: isGatewayCall,
  bite: (_point, fraction) => ({
    kind: 'answer-lost',
    error: sdkError('ServiceException', 'Service error', 500),
    final: fraction < 0.7,
  }),
});
