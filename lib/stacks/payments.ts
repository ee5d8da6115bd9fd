import authorisePayment from '../../functions/payments/authorise-payment.ts';
import cancelPayment from '../../functions/payments/cancel-payment.ts';
import capturePayment from '../../functions/payments/capture-payment.ts';
import health from '../../functions/payments/health.ts';
import relay from '../../functions/payments/relay.ts';
import sandboxGateway from '../../functions/payments/sandbox-gateway.ts';
import sweepIntents from '../../functions/payments/sweep-intents.ts';
import type { Service } from '../service.ts';

/** One payment an order; the index holds those whose outcome at the gateway is still unknown. */
export const payments: Service = {
  name: 'payments',
  description: 'Orderly: authorises, captures and gives back money through the payment gateway',
  tables: {
    payments: {
      partitionKey: { name: 'orderId', type: 'S' },
      indexes: {
        unresolved: {
          partitionKey: { name: 'unresolved', type: 'S' },
          sortKey: { name: 'unresolvedSinceMs', type: 'N' },
        },
      },
    },
  },
  functions: [health, authorisePayment, capturePayment, cancelPayment, sweepIntents, relay],
  sandbox: {
    tables: { sandbox: { partitionKey: { name: 'reference', type: 'S' } } },
    functions: [sandboxGateway],
  },
};
