import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../simulation/evidence/ledger.ts';
import { type History, timelineOf } from '../../../simulation/story/timeline.ts';

const order = '5de848c13165aa1b87be75ff9c11f226';
const placed = '46d797aa3b909040420091585a3c573f';
const reserved = 'ad7eeac505f4fc23c2ca860acf92830e';
const START_MS = 1_000_000;

const at = (seconds: number) => ({ atMs: START_MS + seconds * 1_000 });

const lines = [{ M: { sku: { S: 'HOT-1' }, quantity: { N: '2' } } }];
const published = {
  event: {
    eventId: placed,
    eventType: 'OrderPlaced',
    causationId: order,
    metadata: { subject: order },
  },
  times: 2,
  ...at(2),
};

const ledger = {
  answers: [
    {
      act: { id: 'order-1', kind: 'place' },
      request: 'place',
      status: 202,
      body: { orderId: order },
      ...at(1.5),
    },
    {
      act: { id: 'order-2', kind: 'place' },
      request: 'place',
      status: 202,
      body: { orderId: 'x' },
      ...at(1),
    },
  ],
  commits: [
    {
      table: 'orders',
      key: `order#${order}/1`,
      image: { events: { S: '[{"type":"placed"}]' }, cause: { S: order } },
      ...at(1.25),
    },
    {
      table: 'stock',
      key: `reservation#${order}`,
      image: { state: { S: 'reserved' }, lines: { L: lines }, cause: { S: placed } },
      ...at(3),
    },
    {
      table: 'stock',
      key: 'stock#HOT-1',
      image: { available: { N: '3' }, received: { N: '5' } },
      ...at(3),
    },
    { table: 'payments', key: 'another', image: {}, ...at(3) },
  ],
  bySubject: new Map([[order, [published]]]),
  published: new Map([[placed, published]]),
  outboxes: new Map([
    [placed, { type: 'OrderPlaced', subject: order }],
    [reserved, { type: 'InventoryReserved', subject: order }],
  ]),
} as unknown as Ledger;

const refused = {
  kind: 'put-events-refused',
  key: `call orderly-local-inventory-relay PutEvents ${reserved} 2`,
  ...at(4),
};
const call = {
  caller: 'orderly-local-inventory-relay',
  operation: 'PutEvents',
  subject: reserved,
  ...at(4),
};

function history(changes: Partial<History> = {}): History {
  return { ledger, bites: [refused], calls: [call], startMs: START_MS, ...changes };
}

describe('the timeline of an order', () => {
  it('has its requests, commits, events, calls and faults by the clock, under their names', () => {
    expect(timelineOf(order, history())).toEqual([
      '     1.250 s  commit  orders order#order-1/1: placed, because of order-1',
      '     1.500 s  client  place of order-1 is answered 202',
      '     2.000 s  event   OrderPlaced 46d797, because of order-1, 2 times',
      '     3.000 s  commit  stock reservation#order-1: reserved 2 HOT-1, because of OrderPlaced 46d797',
      '     4.000 s  call    inventory-relay PutEvents InventoryReserved ad7eea',
      '     4.000 s  fault   put-events-refused at call inventory-relay PutEvents InventoryReserved ad7eea (time 2)',
    ]);
  });

  it('is the same for an event of it', () => {
    expect(timelineOf(placed, history())).toEqual(timelineOf(order, history()));
  });

  it('tells of a fault about another order only where there are few', () => {
    const strange = { kind: 'delete-lost', key: 'deleteLost q another 1', ...at(5) };
    const few = timelineOf(order, history({ bites: [strange] }));
    expect(few.at(-1)).toBe('     5.000 s  fault   delete-lost at deleteLost q another');
    const many = timelineOf(order, history({ bites: Array.from({ length: 21 }, () => strange) }));
    expect(many.join()).not.toContain('delete-lost');
  });

  it('does without calls where they would be too many to read, and says so', () => {
    const story = timelineOf(order, history({ calls: Array.from({ length: 200 }, () => call) }));
    expect(story).toHaveLength(6);
    expect(story.at(-1)).toContain('(200 calls of AWS are left out');
  });
});

describe('the timeline of a SKU', () => {
  it('has its own commits, and the reservations that move it', () => {
    expect(timelineOf('HOT-1', history({ bites: [], calls: [] }))).toEqual([
      '     3.000 s  commit  stock reservation#order-1: reserved 2 HOT-1, because of OrderPlaced 46d797',
      '     3.000 s  commit  stock stock#HOT-1: 3 of 5 available',
    ]);
  });
});
