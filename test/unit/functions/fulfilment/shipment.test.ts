import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  next,
  type ShipmentSignal,
  type ShipmentState,
} from '../../../../functions/fulfilment/shipment.ts';

/** The states a shipment passes, signal by signal. */
function course(...signals: ShipmentSignal[]): (ShipmentState | undefined)[] {
  let state: ShipmentState | undefined;
  return signals.map((signal) => {
    state = next(state, signal) ?? state;
    return state;
  });
}

describe('a shipment', () => {
  it('leaves when it is confirmed and then paid', () => {
    expect(course('confirmed', 'captured')).toEqual(['opened', 'dispatched']);
  });

  it('leaves when the payment is heard of first', () => {
    expect(course('captured', 'confirmed')).toEqual(['paid', 'dispatched']);
  });

  it('never leaves unpaid', () => {
    expect(course('confirmed', 'confirmed')).toEqual(['opened', 'opened']);
  });

  it('never leaves unconfirmed', () => {
    expect(course('captured', 'captured')).toEqual(['paid', 'paid']);
  });

  it.each([
    [['cancellation-requested']],
    [['confirmed', 'cancellation-requested']],
    [['captured', 'cancellation-requested']],
  ] as [ShipmentSignal[]][])(
    'is stopped by a request that comes before it leaves: %j',
    (signals) => {
      expect(course(...signals).at(-1)).toBe('stopped');
    },
  );

  it('stays stopped when what the request overtook comes after it', () => {
    expect(course('cancellation-requested', 'confirmed', 'captured').at(-1)).toBe('stopped');
  });

  it('is not stopped once it has left', () => {
    const states = course('confirmed', 'captured', 'cancellation-requested');
    expect(states.at(-1)).toBe('dispatched');
  });

  it('ends once, and stays there, in any order of any number of signals', () => {
    const signal = fc.constantFrom<ShipmentSignal>(
      'confirmed',
      'captured',
      'cancellation-requested',
    );
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 12 }), (signals) => {
        const states = course(...signals);
        const end = states.findIndex((state) => state === 'dispatched' || state === 'stopped');
        const after = new Set(end === -1 ? [] : states.slice(end));
        expect(after.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('ends whenever all three signals have come', () => {
    const signals: ShipmentSignal[] = ['confirmed', 'captured', 'cancellation-requested'];
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: 3 }), (shuffled) => {
        const request = shuffled.indexOf('cancellation-requested');
        expect(course(...shuffled).at(-1)).toBe(request === 2 ? 'dispatched' : 'stopped');
      }),
    );
  });
});
