import type { EventOf } from '../../events/contract.ts';
import { InventoryRejected } from '../../events/inventory-rejected.ts';
import type { CommitSeen, Image, Ledger } from '../evidence/ledger.ts';
import { ordersOf } from '../evidence/orders.ts';
import { levelsBetween } from '../evidence/stock-levels.ts';
import type { Invariant, Report, Scene } from '../invariant.ts';

/** Stock is never below zero, and received = available + reserved + shipped. */
export const stockAddsUp: Invariant = {
  guarantee: 3,
  name: 'stock-adds-up',
  watch({ ledger }, report) {
    ledger.watch({ commit: (commit) => checkLevel(commit, report) });
  },
  settle(scene, report) {
    checkSums(scene, report);
    checkReservations(scene, report);
    for (const { event, atMs } of scene.ledger.published.values()) {
      if (InventoryRejected.is(event)) checkRefusal(event, { ledger: scene.ledger, atMs }, report);
    }
  },
};

function checkLevel({ table, key, image }: CommitSeen, report: Report): void {
  if (table !== 'stock' || !/^(stock|shard)#/.test(key)) return;
  const available = Number(image['available']?.N);
  if (!(available >= 0)) report(key, `has ${available} pieces available`);
  if (image['closed'] && available !== 0) report(key, `is closed, with ${available} pieces in it`);
}

function checkSums({ ledger }: Scene, report: Report): void {
  const items = ledger.items.get('stock') ?? new Map<string, Image>();
  const taken = new Map<string, number>();
  for (const [key, image] of items) {
    if (!key.startsWith('reservation#') || !holdsStock(image)) continue;
    for (const { sku, quantity } of linesOf(image)) {
      taken.set(sku, (taken.get(sku) ?? 0) + quantity);
    }
  }
  const inShards = piecesInShards(items);
  for (const [key, image] of items) {
    if (!key.startsWith('stock#')) continue;
    const sku = key.slice('stock#'.length);
    const received = Number(image['received']?.N);
    const available = Number(image['available']?.N) + (inShards.get(sku) ?? 0);
    const held = taken.get(sku) ?? 0;
    if (received !== available + held) {
      const sum = `${available} available + ${held} reserved or shipped`;
      report(sku, `received ${received}, which is not ${sum}`);
    }
  }
}

/** By SKU. */
function piecesInShards(items: ReadonlyMap<string, Image>): Map<string, number> {
  const pieces = new Map<string, number>();
  for (const [key, image] of items) {
    const [kind, sku = ''] = key.split('#');
    if (kind !== 'shard') continue;
    pieces.set(sku, (pieces.get(sku) ?? 0) + Number(image['available']?.N));
  }
  return pieces;
}

/** What an order is refused for was so at some moment since it was placed, and was too little. */
function checkRefusal(
  { data: { orderId, shortages }, causationId }: EventOf<typeof InventoryRejected>,
  { ledger, atMs }: { ledger: Ledger; atMs: number },
  report: Report,
): void {
  const fromMs = ledger.published.get(causationId)?.atMs ?? 0;
  const lines = ordersOf(ledger).get(orderId)?.order.placement?.lines ?? [];
  for (const { sku, requested, available } of shortages) {
    const wanted = lines.find((line) => line.sku === sku)?.quantity ?? 0;
    if (requested !== wanted || available >= requested) {
      const asked = `${requested} pieces of ${sku} with ${available} there`;
      report(orderId, `was refused for want of ${asked}; it needs ${wanted}`);
    }
    const levels = levelsBetween(ledger, sku, fromMs, atMs).map((level) => level.available);
    if (levels.includes(available)) continue;
    const there = [...new Set(levels)].join(', ');
    report(
      orderId,
      `was refused for want of ${sku}: for ${available} pieces where there were ${there}`,
    );
  }
}

/** What each end of an order makes of its reservation. */
function checkReservations({ ledger }: Scene, report: Report): void {
  for (const { orderId, order } of ordersOf(ledger).values()) {
    const image = ledger.item('stock', `reservation#${orderId}`);
    const state = image?.['state']?.S ?? 'absent';
    if (order.status === 'fulfilled' && state !== 'shipped') {
      report(orderId, `is fulfilled; its reservation is ${state}`);
    }
    if (order.status === 'cancelled' && (state === 'reserved' || state === 'shipped')) {
      report(orderId, `is cancelled; its reservation is ${state}`);
    }
  }
}

function holdsStock(image: Image): boolean {
  return image['state']?.S === 'reserved' || image['state']?.S === 'shipped';
}

interface LineImage {
  M: { sku: { S: string }; quantity: { N: string } };
}

function linesOf(image: Image): { sku: string; quantity: number }[] {
  return ((image['lines']?.L ?? []) as LineImage[]).map(({ M }) => ({
    sku: M.sku.S,
    quantity: Number(M.quantity.N),
  }));
}
