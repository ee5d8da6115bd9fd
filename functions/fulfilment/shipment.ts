/**
 * Where the shipment of one order stands. `opened`: confirmed, not paid; `paid`: paid, not heard of
 * as confirmed. `dispatched` and `stopped` are final, and exactly one of them is ever written.
 */
export type ShipmentState = 'opened' | 'paid' | 'dispatched' | 'stopped';

/** The shipment of one order. */
export interface Shipment {
  orderId: string;
  state: ShipmentState;
}

/** What a shipment hears of. */
export type ShipmentSignal = 'confirmed' | 'captured' | 'cancellation-requested';

/** The state after `signal`; undefined if it changes nothing. A parcel leaves confirmed and paid. */
export function next(
  state: ShipmentState | undefined,
  signal: ShipmentSignal,
): ShipmentState | undefined {
  if (state === 'dispatched' || state === 'stopped') return undefined;
  if (signal === 'cancellation-requested') return 'stopped';
  if (signal === 'confirmed') {
    if (state === 'opened') return undefined;
    return state === 'paid' ? 'dispatched' : 'opened';
  }
  if (state === 'paid') return undefined;
  return state === 'opened' ? 'dispatched' : 'paid';
}
