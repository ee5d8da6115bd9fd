import { describe, expect, it } from 'vitest';
import type { Scene } from '../../../simulation/invariant.ts';
import {
  actsFor,
  byCloseness,
  closestTo,
  subjectOf,
} from '../../../simulation/shrink/closest-orders.ts';
import type { Act } from '../../../simulation/workload/act.ts';

const place = (id: string, atMs: number, ...skus: string[]): Act => ({
  ...{ id, atMs, kind: 'place', customer: 'anna', card: 'tok_visa' },
  lines: skus.map((sku) => ({ sku, quantity: 1 })),
});
const stock = (id: string, atMs: number, sku: string): Act => ({
  ...{ id, atMs, kind: 'stock', sku, received: 3 },
});

const acts = [
  stock('stock-A', 0, 'A'),
  stock('stock-B', 0, 'B'),
  place('order-1', 1_000, 'A'),
  place('order-2', 2_000, 'B'),
  stock('change-1', 2_500, 'B'),
  place('order-3', 3_000, 'B', 'A'),
  place('order-4', 9_000, 'B'),
];
const answers = [{ act: acts[3], body: { orderId: 'id-of-2' } }];
const published = new Map([['event-1', { event: { metadata: { subject: 'id-of-2' } } }]]);
const scene = { acts, ledger: { answers, published } } as unknown as Scene;

const idsOf = (list: readonly Act[]): string[] => list.map(({ id }) => id);

describe('the orders of a failure', () => {
  it.each(['id-of-2', 'order#id-of-2/3', 'event-1'])(
    'are those that %s names, then those that share a SKU with them, the nearest first',
    (subject) => {
      const orders = byCloseness(scene, { subject });
      expect(idsOf(orders)).toEqual(['order-2', 'order-3', 'order-4', 'order-1']);
    },
  );

  it('are all that a SKU is in, where it is named', () => {
    const orders = byCloseness(scene, { subject: 'stock#A' });
    expect(idsOf(orders.slice(0, 2))).toEqual(['order-1', 'order-3']);
  });

  it('are taken by the clock where the subject names none', () => {
    expect(idsOf(byCloseness(scene, { subject: 'the run' }))[0]).toBe('order-1');
  });

  it('need the prices and stocks of their SKUs, with the changes or without', () => {
    const [order] = closestTo([], byCloseness(scene, { subject: 'id-of-2' }).slice(0, 1));
    expect(actsFor(scene, [order!])).toEqual(['stock-B', 'order-2', 'change-1']);
    expect(actsFor(scene, [order!], false)).toEqual(['stock-B', 'order-2']);
  });
});

describe('the subject of a violation', () => {
  it.each([
    ['stock#HOT-1', 'HOT-1'],
    ['order#abc/3', 'abc'],
    ['shipments abc', 'abc'],
    ['abc', 'abc'],
  ])('of %s is %s', (subject, about) => {
    expect(subjectOf({ subject })).toBe(about);
  });
});
