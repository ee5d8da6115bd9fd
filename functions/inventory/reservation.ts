import type { OrderLine } from '../../events/order-lines.ts';

/**
 * What inventory did for one order. `void` is the tombstone of an order that was cancelled before its
 * placement was heard of.
 */
export type ReservationState = 'reserved' | 'rejected' | 'released' | 'shipped' | 'void';

/** The pieces one order has, had, or was refused, all lines or none. */
export interface Reservation {
  state: ReservationState;
  lines: readonly OrderLine[];
}

/** What an order needs and there is not. */
export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** The lines that cannot be met; none if all can. */
export function shortagesOf(
  lines: readonly OrderLine[],
  available: (sku: string) => number,
): Shortage[] {
  return lines.flatMap(({ sku, quantity }) => {
    const stock = available(sku);
    return stock < quantity ? [{ sku, requested: quantity, available: stock }] : [];
  });
}
