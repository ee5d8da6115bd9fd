import { fault, isGatewayCall, sdkError } from '../fault.ts';

/** The payment gateway cannot be reached. */
export const gatewayUnreachable = fault({
  kind: 'gateway-unreachable',
  sentence: 'The payment gateway cannot be reached.',
  at: 'call',
  chance: 0.05,
  applies: isGatewayCall,
  bite: () => ({
    kind: 'refused',
    error: sdkError('ServiceException', 'Service error', 500),
    final: true,
  }),
});
