import type { Contract, DataOf } from '../../../../events/contract.ts';
import { InventoryReserved } from '../../../../events/inventory-reserved.ts';
import { PaymentAuthorized } from '../../../../events/payment-authorized.ts';
import advanceOrder from '../../../../functions/ordering/advance-order.ts';
import cancelOrder from '../../../../functions/ordering/cancel-order.ts';
import getOrder from '../../../../functions/ordering/get-order.ts';
import placeOrder from '../../../../functions/ordering/place-order.ts';
import setPrice from '../../../../functions/ordering/set-price.ts';
import { eventOf } from '../../../support/events.ts';
import type { RequestLike } from '../../../support/requests.ts';
import { TestServices } from '../../../support/services.ts';

/** Customer 1 and the ordering service, with a price list of CD-1 and CD-2. */
export class OrderingScene extends TestServices {
  async setPrice(sku: string, amount: number, more: RequestLike = {}) {
    const key = { 'Idempotency-Key': `price-${encodeURIComponent(sku)}-${amount}` };
    return this.request(setPrice, {
      params: { sku },
      headers: key,
      authorizer: { scopes: 'prices:write' },
      body: { amount, currency: 'USD' },
      ...more,
    });
  }

  place(body: object = order('CD-1'), more: RequestLike = {}) {
    return this.request(placeOrder, { body, ...more });
  }

  /** Places an order and gives its id. */
  async placed(): Promise<string> {
    await this.setPrice('CD-1', 1_467);
    const { body } = await this.place();
    return body.orderId;
  }

  async confirmed(): Promise<string> {
    const orderId = await this.placed();
    await this.hear(InventoryReserved, { orderId });
    await this.hear(PaymentAuthorized, { orderId });
    return orderId;
  }

  hear<C extends Contract>(contract: C, data: Partial<DataOf<C>>, eventId?: string): Promise<void> {
    return this.deliver(advanceOrder, eventOf(contract, data, eventId ? { eventId } : {}));
  }

  get(orderId: string, more: RequestLike = {}) {
    return this.request(getOrder, { params: { orderId }, ...more });
  }

  cancel(orderId: string, more: RequestLike = {}) {
    const headers = { 'Idempotency-Key': 'cancel-1' };
    return this.request(cancelOrder, { params: { orderId }, headers, ...more });
  }
}

/** A body for `POST /orders`: one piece of each SKU. */
export function order(...skus: string[]) {
  return { lines: skus.map((sku) => ({ sku, quantity: 1 })), cardToken: 'tok_visa' };
}
