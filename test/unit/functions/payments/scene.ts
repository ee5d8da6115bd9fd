import { OrderCancelled } from '../../../../events/order-cancelled.ts';
import { OrderConfirmed } from '../../../../events/order-confirmed.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import authorisePayment from '../../../../functions/payments/authorise-payment.ts';
import cancelPayment from '../../../../functions/payments/cancel-payment.ts';
import capturePayment from '../../../../functions/payments/capture-payment.ts';
import { eventOf, orderId } from '../../../support/events.ts';
import { TestServices } from '../../../support/services.ts';

/** The payment of order 1 in the hands of the consumers that move it. */
export class PaymentScene extends TestServices {
  place(total = 2_934, cardToken = 'tok_visa'): Promise<void> {
    const data = { orderId: orderId(1), total: { amount: total, currency: 'USD' }, cardToken };
    return this.deliver(authorisePayment, eventOf(OrderPlaced, data));
  }

  confirm(): Promise<void> {
    return this.deliver(capturePayment, eventOf(OrderConfirmed, { orderId: orderId(1) }));
  }

  cancel(): Promise<void> {
    return this.deliver(cancelPayment, eventOf(OrderCancelled, { orderId: orderId(1) }));
  }

  /** The payment as it is stored. */
  payment() {
    return this.tables.item('payments', { orderId: orderId(1) });
  }

  /** The state of the payment at the gateway. */
  gatewayState(): unknown {
    return this.tables.item('sandbox', { reference: orderId(1) })?.state;
  }

  /** Ends the handler that would commit `state`, before it does. */
  crashBefore(state: string): void {
    this.tables.interfere(
      'UpdateItem',
      () => {
        throw new Error(`crashed before ${state}`);
      },
      ({ ExpressionAttributeValues: values }) =>
        (values as { ':state'?: { S: string } })[':state']?.S === state,
    );
  }

  /** Cancels the order while the gateway is at work on `operation`, once. */
  cancelDuring(operation: string): void {
    this.gatewayFault = async (request) => {
      if (request.operation !== operation) return undefined;
      this.gatewayFault = () => undefined;
      await this.cancel();
      return undefined;
    };
  }
}
