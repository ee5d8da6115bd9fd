import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { shardKey } from '../../../functions/inventory/stock-store.ts';
import type { OrderEvent } from '../../../functions/ordering/order.ts';
import { type Books, type DeployedTables, readBooks } from '../../../simulation/books.ts';
import { answering } from '../../support/ports.ts';

type Items = readonly Record<string, unknown>[];

/** The books of a stage whose tables hold these items, of which each read gives two at most. */
async function booksOf(tables: Record<string, Items>): Promise<Books> {
  const { calls, port } = answering({
    Scan: ({ TableName, ExclusiveStartKey }: { TableName: string; ExclusiveStartKey?: From }) => {
      const items = tables[TableName.replace('orderly-local-', '')] ?? [];
      const start = Number(ExclusiveStartKey?.['from'].N ?? 0);
      const more = start + 2 < items.length;
      return {
        Items: items.slice(start, start + 2).map((item) => marshall(item)),
        ...(more ? { LastEvaluatedKey: { from: { N: String(start + 2) } } } : {}),
      };
    },
  });
  const deployed = { client: port, stage: { name: 'local' } } as DeployedTables;
  const books = await readBooks(deployed);
  expect(calls.filter(({ input }) => input['ConsistentRead'] !== true)).toEqual([]);
  return books;
}

type From = { from: { N: string } };

const placed: OrderEvent = {
  type: 'placed',
  customerId: 'alice',
  lines: [],
  total: { amount: 700, currency: 'USD' },
  cardToken: 'tok_visa',
  saga: 'choreography',
};
const confirmed: OrderEvent[] = [
  placed,
  { type: 'stock-reserved' },
  { type: 'payment-authorised' },
  { type: 'confirmed' },
];

/** The stream of an order: an item for each event. */
const streamOf = (orderId: string, events: readonly OrderEvent[]): Items =>
  events.map((event, index) => ({
    stream: `order#${orderId}`,
    version: index + 1,
    events: JSON.stringify([event]),
  }));

const ordersIn = async (...streams: readonly Items[]) => {
  const books = await booksOf({ 'ordering-orders': streams.flat() });
  const { placed: count, fulfilled, cancelled, inFlight, placedTotal, fulfilledTotal } = books;
  return { placed: count, fulfilled, cancelled, inFlight, placedTotal, fulfilledTotal };
};

/** The figures of one order that has come to nothing yet. */
const one = {
  placed: 1,
  fulfilled: 0,
  cancelled: {},
  inFlight: 0,
  placedTotal: 700,
  fulfilledTotal: 0,
};

describe('an order in the books', () => {
  it.each<[string, OrderEvent[]]>([
    ['placed', [placed]],
    ['half way', [placed, { type: 'stock-reserved' }]],
    ['confirmed', confirmed],
    [
      'about to be cancelled',
      [...confirmed, { type: 'cancellation-requested', reason: 'customer-request' }],
    ],
    [
      'not to be cancelled any more',
      [
        ...confirmed,
        { type: 'cancellation-requested', reason: 'customer-request' },
        { type: 'cancellation-refused' },
      ],
    ],
  ])('is on its way when it is %s', async (_what, events) => {
    expect(await ordersIn(streamOf('a', events))).toEqual({ ...one, inFlight: 1 });
  });

  it('is fulfilled, with its amount, when it is', async () => {
    const events = [...confirmed, { type: 'fulfilled' } as const];
    const fulfilled = { ...one, fulfilled: 1, fulfilledTotal: 700 };
    expect(await ordersIn(streamOf('a', events))).toEqual(fulfilled);
  });

  it('is cancelled for its reason, and not on its way any more', async () => {
    const events: OrderEvent[] = [placed, { type: 'cancelled', reason: 'customer-request' }];
    const cancelled = { ...one, cancelled: { 'customer-request': 1 } };
    expect(await ordersIn(streamOf('a', events))).toEqual(cancelled);
  });

  it('is one among others, however the reads cut the streams', async () => {
    const [customer, stock] = ['customer-request', 'out-of-stock'] as const;
    const end = (reason: typeof customer | typeof stock) =>
      ({ type: 'cancelled', reason }) as const;
    const streams = [
      streamOf('a', [...confirmed, { type: 'fulfilled' }]),
      streamOf('b', [placed, end(customer)]),
      streamOf('c', [placed]),
      streamOf('d', [placed, { type: 'stock-rejected' }, end(stock)]),
      streamOf('e', [...confirmed, end(customer)]),
    ];
    expect(await ordersIn(...streams)).toEqual({
      placed: 5,
      fulfilled: 1,
      cancelled: { [customer]: 2, [stock]: 1 },
      inFlight: 1,
      placedTotal: 3_500,
      fulfilledTotal: 700,
    });
  });

  it('is none where there is none', async () => {
    expect(await ordersIn()).toEqual({ ...one, placed: 0, placedTotal: 0 });
  });
});

describe('the money in the books', () => {
  const of = (reference: string, state: string, amount: number) => ({ reference, state, amount });

  it.each([
    ['authorised', { charged: 0, refunded: 0, openAuthorisations: 1 }],
    ['captured', { charged: 700, refunded: 0, openAuthorisations: 0 }],
    ['refunded', { charged: 700, refunded: 700, openAuthorisations: 0 }],
    ['voided', { charged: 0, refunded: 0, openAuthorisations: 0 }],
    ['declined', { charged: 0, refunded: 0, openAuthorisations: 0 }],
  ])('counts a payment that is %s', async (state, expected) => {
    expect(await booksOf({ 'payments-sandbox': [of('a', state, 700)] })).toMatchObject(expected);
  });

  it('is summed over all payments', async () => {
    const payments = [
      of('a', 'captured', 1),
      of('b', 'captured', 20),
      of('c', 'refunded', 300),
      of('d', 'refunded', 4_000),
      of('e', 'authorised', 50_000),
      of('f', 'authorised', 600_000),
    ];
    const sums = { charged: 4_321, refunded: 4_300, openAuthorisations: 2 };
    expect(await booksOf({ 'payments-sandbox': payments })).toMatchObject(sums);
  });

  it('is not held for nothing while its order is on its way, and is once that has ended', async () => {
    const orders = [
      ...streamOf('way', confirmed),
      ...streamOf('gone', [placed, { type: 'cancelled', reason: 'customer-request' }]),
      ...streamOf('done', [...confirmed, { type: 'fulfilled' }]),
    ];
    const openOf = async (...references: string[]) => {
      const payments = references.map((reference) => of(reference, 'authorised', 700));
      const tables = { 'ordering-orders': orders, 'payments-sandbox': payments };
      return (await booksOf(tables)).openAuthorisations;
    };
    expect(await openOf('way')).toBe(0);
    expect(await openOf('gone')).toBe(1);
    expect(await openOf('done')).toBe(1);
    expect(await openOf('way', 'gone', 'done', 'nobody')).toBe(3);
  });
});

describe('the stock in the books', () => {
  const stock = (pk: string, received: number, available: number) => ({ pk, received, available });
  const reservation = (pk: string, state: string, ...quantities: number[]) => ({
    pk: `reservation#${pk}`,
    state,
    lines: quantities.map((quantity) => ({ sku: 'CD-1', quantity })),
  });

  it('has what was received and is there of the SKUs, and the rest of the reservations', async () => {
    const { stock: sums } = await booksOf({
      'inventory-stock': [
        stock('stock#CD-1', 100, 60),
        stock('stock#CD-2', 20, 9),
        reservation('a', 'reserved', 30, 1),
        reservation('b', 'shipped', 4, 5),
        reservation('c', 'reserved', 2),
        reservation('d', 'released', 1_000),
        reservation('e', 'rejected', 2_000),
        { pk: 'command#1', received: 7, available: 7, state: 'reserved' },
      ],
    });
    expect(sums).toEqual({ received: 120, available: 69, reserved: 33, shipped: 9 });
  });

  it('is there in the shards of a SKU too, and was received by the SKU alone', async () => {
    const { stock: sums } = await booksOf({
      'inventory-stock': [
        stock('stock#CD-1', 100, 10),
        { pk: shardKey('CD-1', '0'), available: 50 },
        { pk: shardKey('CD-1', '1'), available: 7 },
        reservation('a', 'reserved', 33),
      ],
    });
    expect(sums).toEqual({ received: 100, available: 67, reserved: 33, shipped: 0 });
  });
});
