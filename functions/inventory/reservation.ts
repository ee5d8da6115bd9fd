import type { OrderLine } from '../../events/order-lines.ts';
import type { HomeLevel } from './stock.ts';

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

/** The lines that cannot be met; none if all can. What lies in shards is not known here: of such a SKU there is plenty. */
export function shortagesOf(
  lines: readonly OrderLine[],
  levelOf: (sku: string) => Pick<HomeLevel, 'available' | 'shards'>,
): Shortage[] {
  return lines.flatMap(({ sku, quantity }) => {
    const { available: stock, shards } = levelOf(sku);
    return shards === undefined && stock < quantity
      ? [{ sku, requested: quantity, available: stock }]
      : [];
  });
}
