import { describe, expect, it } from 'vitest';
import {
  evolve,
  fold,
  type Order,
  type OrderCommand,
  type OrderEvent,
  type Placement,
} from '../../../../functions/ordering/order.ts';
import { given } from './given.ts';

const placement: Placement = {
  customerId: 'customer-1',
  lines: [{ sku: 'CD-1', quantity: 2, unitPrice: { amount: 1_467, currency: 'USD' } }],
  total: { amount: 2_934, currency: 'USD' },
  cardToken: 'tok_visa',
  saga: 'choreography',
};

const placed: OrderEvent = { type: 'placed', ...placement };
const stockReserved: OrderEvent = { type: 'stock-reserved' };
const stockRejected: OrderEvent = { type: 'stock-rejected' };
const authorised: OrderEvent = { type: 'payment-authorised' };
const declined: OrderEvent = { type: 'payment-declined', stage: 'authorise' };
const captureRefused: OrderEvent = { type: 'payment-declined', stage: 'capture' };
const confirmed: OrderEvent = { type: 'confirmed' };
const cancelRequested: OrderEvent = { type: 'cancellation-requested', reason: 'customer-request' };
const fulfilled: OrderEvent = { type: 'fulfilled' };
const cancelled: OrderEvent = { type: 'cancelled', reason: 'customer-request' };

const place: OrderCommand = { type: 'place', ...placement };
const reserve: OrderCommand = { type: 'record-stock', reserved: true };
const reject: OrderCommand = { type: 'record-stock', reserved: false };
const authorise: OrderCommand = { type: 'record-authorisation' };
const decline: OrderCommand = { type: 'record-decline', stage: 'authorise' };
const refuseCapture: OrderCommand = { type: 'record-decline', stage: 'capture' };
const cancel: OrderCommand = { type: 'cancel', reason: 'customer-request' };
const fulfil: OrderCommand = { type: 'record-fulfilment' };
const stop: OrderCommand = { type: 'record-stop', undeliverable: false };
const returnParcel: OrderCommand = { type: 'record-stop', undeliverable: true };

const confirmedOrder = [placed, stockReserved, authorised, confirmed];
const requestedOrder = [...confirmedOrder, cancelRequested];

describe('an order that nobody placed', () => {
  it('is placed', () => {
    given([]).when(place).then([placed]);
  });

  it.each([reserve, reject, authorise, decline, refuseCapture, cancel, fulfil, stop, returnParcel])(
    'is left alone by $type',
    (command) => {
      given([]).when(command).then([]);
    },
  );
});

describe('a placed order', () => {
  it('is not placed again', () => {
    given([placed]).when(place).then([]);
  });

  it('waits for the payment when its stock is reserved', () => {
    given([placed]).when(reserve).then([stockReserved]);
  });

  it('waits for its stock when the payment is authorised', () => {
    given([placed]).when(authorise).then([authorised]);
  });

  it('is confirmed when the payment follows the stock', () => {
    given([placed, stockReserved]).when(authorise).then([authorised, confirmed]);
  });

  it('is confirmed when the stock follows the payment', () => {
    given([placed, authorised]).when(reserve).then([stockReserved, confirmed]);
  });

  it('is cancelled when its stock is rejected', () => {
    const outOfStock: OrderEvent = { type: 'cancelled', reason: 'out-of-stock' };
    given([placed]).when(reject).then([stockRejected, outOfStock]);
    given([placed, authorised]).when(reject).then([stockRejected, outOfStock]);
  });

  it('is cancelled when the payment is declined', () => {
    const unpaid: OrderEvent = { type: 'cancelled', reason: 'payment-declined' };
    given([placed]).when(decline).then([declined, unpaid]);
    given([placed, stockReserved]).when(decline).then([declined, unpaid]);
  });

  it('is cancelled at once when its customer asks for it', () => {
    given([placed]).when(cancel).then([cancelled]);
    given([placed, stockReserved]).when(cancel).then([cancelled]);
    given([placed, authorised]).when(cancel).then([cancelled]);
  });

  it('is not moved by what comes twice', () => {
    given([placed, stockReserved]).when(reserve).then([]);
    given([placed, authorised]).when(authorise).then([]);
  });

  it('is not moved by a later word against an earlier one', () => {
    given([placed, stockReserved]).when(reject).then([]);
    given([placed, authorised]).when(decline).then([]);
  });

  it.each([refuseCapture, fulfil, stop, returnParcel])('is left alone by $type', (command) => {
    given([placed]).when(command).then([]);
  });
});

describe('a confirmed order', () => {
  it('is fulfilled', () => {
    given(confirmedOrder).when(fulfil).then([fulfilled]);
  });

  it('asks fulfilment when its customer wants to cancel', () => {
    given(confirmedOrder).when(cancel).then([cancelRequested]);
  });

  it('asks fulfilment to stop when its capture is refused', () => {
    given(confirmedOrder)
      .when(refuseCapture)
      .then([captureRefused, { type: 'cancellation-requested', reason: 'capture-refused' }]);
  });

  it('is cancelled when its parcel cannot be delivered', () => {
    given(confirmedOrder)
      .when(returnParcel)
      .then([{ type: 'cancelled', reason: 'undeliverable' }]);
  });

  it('is cancelled when its shipment was stopped before it heard of any request', () => {
    given(confirmedOrder).when(stop).then([cancelled]);
  });

  it.each([place, reserve, reject, authorise, decline])('is left alone by $type', (command) => {
    given(confirmedOrder).when(command).then([]);
  });
});

describe('a confirmed order whose cancellation was requested', () => {
  it('is cancelled for the reason of the request when fulfilment stops the parcel', () => {
    given(requestedOrder).when(stop).then([cancelled]);
    given([...confirmedOrder, { type: 'cancellation-requested', reason: 'capture-refused' }])
      .when(stop)
      .then([{ type: 'cancelled', reason: 'capture-refused' }]);
  });

  it('is fulfilled, and the request refused, when the parcel had left', () => {
    given(requestedOrder)
      .when(fulfil)
      .then([fulfilled, { type: 'cancellation-refused' }]);
  });

  it('is cancelled as undeliverable when the parcel comes back', () => {
    given(requestedOrder)
      .when(returnParcel)
      .then([{ type: 'cancelled', reason: 'undeliverable' }]);
  });

  it('makes no second request', () => {
    given(requestedOrder).when(cancel).then([]);
  });

  it('records a refused capture without a second request', () => {
    given(requestedOrder).when(refuseCapture).then([captureRefused]);
    given([...requestedOrder, captureRefused])
      .when(refuseCapture)
      .then([]);
  });
});

describe.each([
  ['fulfilled', [...confirmedOrder, fulfilled]],
  ['fulfilled against a request', [...requestedOrder, fulfilled, { type: 'cancellation-refused' }]],
  ['cancelled before it was confirmed', [placed, cancelled]],
  ['cancelled after it was confirmed', [...requestedOrder, cancelled]],
  ['out of stock', [placed, stockRejected, { type: 'cancelled', reason: 'out-of-stock' }]],
] satisfies [string, OrderEvent[]][])('an order that is %s', (_name, history) => {
  it.each([
    place,
    reserve,
    reject,
    authorise,
    decline,
    refuseCapture,
    cancel,
    fulfil,
    stop,
    returnParcel,
  ])('stays so, whatever comes late: $type', (command) => {
    given(history).when(command).then([]);
  });
});

describe('the state of an order', () => {
  it('tells how a request to cancel went', () => {
    const states = [requestedOrder, [...requestedOrder, cancelled]].map(
      (events) => fold(events).cancellation?.state,
    );
    expect(states).toEqual(['requested', 'effective']);
    expect(
      fold([...requestedOrder, fulfilled, { type: 'cancellation-refused' }]).cancellation,
    ).toEqual({ reason: 'customer-request', state: 'refused' });
  });

  it('holds what the order was placed with', () => {
    expect(fold([placed]).placement).toEqual(placement);
  });

  it('is not changed in place', () => {
    const before = Object.freeze(fold([placed])) as Order;
    evolve(before, stockReserved);
    expect(before.stock).toBe('pending');
  });
});
