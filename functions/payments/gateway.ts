import type { Money } from '../../events/money.ts';

/** What the gateway holds under a merchant reference. */
export type GatewayStatus =
  | { state: 'unknown' }
  | { state: 'authorised' }
  | { state: 'declined'; reason: string }
  | { state: 'captured' }
  | { state: 'voided' }
  | { state: 'refunded' };

/**
 * A payment gateway. Every call names the merchant reference (the order id), under which the gateway
 * keeps one payment; repeating a call has no second effect. A call whose answer does not come throws a
 * `RetriableError` with the code `outcome-unknown`: it may have succeeded, and `find` tells.
 */
export interface PaymentGateway {
  authorise(request: {
    reference: string;
    amount: Money;
    cardToken: string;
  }): Promise<{ type: 'approved' } | { type: 'declined'; reason: string }>;
  capture(
    reference: string,
  ): Promise<{ type: 'captured' } | { type: 'refused'; reason: string } | { type: 'voided' }>;
  /** `captured` if the capture was first. */
  void(reference: string): Promise<{ type: 'voided' } | { type: 'captured' }>;
  refund(reference: string): Promise<{ type: 'refunded' }>;
  find(reference: string): Promise<GatewayStatus>;
}

/** A call to the gateway as it travels: what a gateway function takes. */
export type GatewayRequest =
  | { operation: 'authorise'; reference: string; amount: Money; cardToken: string }
  | { operation: 'capture' | 'void' | 'refund' | 'find'; reference: string };
