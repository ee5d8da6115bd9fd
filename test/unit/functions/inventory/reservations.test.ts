import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { orderId } from '../../../support/events.ts';
import { lostAcknowledgement } from '../../../support/tables.ts';
import { InventoryScene } from './scene.ts';

let scene: InventoryScene;

beforeEach(async () => {
  scene = new InventoryScene();
  await scene.setStock('CD-1', 20);
  await scene.setStock('CD-2', 5);
  scene.tables.published.length = 0;
});

const change = (sku: string, how: string) => ({ type: 'StockUpdated', data: { sku, change: how } });

describe('a placed order', () => {
  it('has every line set aside', async () => {
    await scene.place(1, { 'CD-1': 2, 'CD-2': 1 });
    expect([scene.available('CD-1'), scene.available('CD-2')]).toEqual([18, 4]);
    const lines = [
      { sku: 'CD-1', quantity: 2 },
      { sku: 'CD-2', quantity: 1 },
    ];
    expect(scene.reservation(1)).toMatchObject({ state: 'reserved', lines });
    expect(scene.tables.published).toMatchObject([
      { type: 'InventoryReserved', data: { orderId: orderId(1), lines } },
    ]);
  });

  it('has nothing set aside when one line is short', async () => {
    await scene.place(1, { 'CD-1': 2, 'CD-2': 6, 'CD-3': 1 });
    expect([scene.available('CD-1'), scene.available('CD-2')]).toEqual([20, 5]);
    expect(scene.reservation(1)).toMatchObject({ state: 'rejected' });
    expect(scene.tables.published).toMatchObject([
      {
        type: 'InventoryRejected',
        data: {
          shortages: [
            { sku: 'CD-2', requested: 6, available: 5 },
            { sku: 'CD-3', requested: 1, available: 0 },
          ],
        },
      },
    ]);
  });

  it('tells of a stock that has become low, or run out', async () => {
    await scene.place(1, { 'CD-1': 11, 'CD-2': 5 });
    expect(scene.tables.published.slice(1)).toMatchObject([
      change('CD-1', 'low'),
      change('CD-2', 'out'),
    ]);
  });

  it('is reserved once, however often it is delivered', async () => {
    await scene.place(1, { 'CD-1': 2 });
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.available('CD-1')).toBe(18);
    expect(scene.publishedTypes()).toEqual(['InventoryReserved']);
  });

  it('is not rejected when its duplicate comes after a sell-out', async () => {
    await scene.place(1, { 'CD-2': 5 });
    await scene.place(1, { 'CD-2': 5 });
    expect(scene.reservation(1)).toMatchObject({ state: 'reserved' });
    expect(scene.publishedTypes()).toEqual(['InventoryReserved', 'StockUpdated']);
  });

  it('is reserved once when only the acknowledgement was lost', async () => {
    scene.tables.interfere('TransactWriteItems', lostAcknowledgement);
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.available('CD-1')).toBe(18);
  });

  it('may be as long as an order may be', async () => {
    const skus = Array.from({ length: 50 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await scene.setStock(sku, 30);
    await scene.place(1, Object.fromEntries(skus.map((sku) => [sku, 1])));
    expect(scene.reservation(1)).toMatchObject({ state: 'reserved' });
  });
});

describe('two orders at the same time', () => {
  /** Another order is placed between the read and the write of the next reservation. */
  function meanwhile(pieces: Record<string, number>): void {
    scene.tables.interfere('TransactWriteItems', async (_call, run) => {
      await scene.place(2, pieces);
      return run();
    });
  }

  it('can both take from a stock that is plenty, without a second try', async () => {
    await scene.setStock('CD-1', 100);
    scene.tables.calls.length = 0;
    meanwhile({ 'CD-1': 2 });
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.available('CD-1')).toBe(96);
    expect(scene.tables.calls.filter((call) => call === 'TransactWriteItems')).toHaveLength(2);
  });

  it('do not both get the last pieces', async () => {
    meanwhile({ 'CD-2': 4 });
    await scene.place(1, { 'CD-2': 4 });
    expect(scene.available('CD-2')).toBe(1);
    expect(scene.reservation(1)).toMatchObject({ state: 'rejected' });
    expect(scene.reservation(2)).toMatchObject({ state: 'reserved' });
  });

  it('tell once that the stock has become low', async () => {
    meanwhile({ 'CD-1': 11 });
    await scene.place(1, { 'CD-1': 1 });
    const told = scene.tables.published.filter(({ type }) => type === 'StockUpdated');
    expect(told).toMatchObject([change('CD-1', 'low')]);
    expect(scene.available('CD-1')).toBe(8);
  });

  it('are tried again when their transactions conflict', async () => {
    scene.tables.interfere('TransactWriteItems', () => {
      const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }];
      throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons });
    });
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.available('CD-1')).toBe(18);
  });
});

describe('a cancelled order', () => {
  it('gives back what was set aside', async () => {
    await scene.place(1, { 'CD-1': 2, 'CD-2': 5 });
    scene.tables.published.length = 0;
    await scene.cancel(1);
    expect([scene.available('CD-1'), scene.available('CD-2')]).toEqual([20, 5]);
    expect(scene.reservation(1)).toMatchObject({ state: 'released' });
    expect(scene.tables.published).toMatchObject([
      { type: 'InventoryReleased', data: { orderId: orderId(1) } },
      change('CD-2', 'back'),
    ]);
  });

  it('gives it back once', async () => {
    await scene.place(1, { 'CD-1': 2 });
    await scene.cancel(1);
    await scene.cancel(1);
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.available('CD-1')).toBe(20);
  });

  it('gives it back once when only the acknowledgement was lost', async () => {
    await scene.place(1, { 'CD-1': 2 });
    scene.tables.interfere('TransactWriteItems', lostAcknowledgement);
    await scene.cancel(1);
    expect(scene.available('CD-1')).toBe(20);
  });

  it('has nothing to give back if it was rejected', async () => {
    await scene.place(1, { 'CD-2': 6 });
    await scene.cancel(1);
    expect(scene.reservation(1)).toMatchObject({ state: 'rejected' });
    expect(scene.publishedTypes()).toEqual(['InventoryRejected']);
  });

  it('whose cancellation overtook its placement is never reserved', async () => {
    await scene.cancel(1);
    await scene.place(1, { 'CD-1': 2 });
    expect(scene.reservation(1)).toMatchObject({ state: 'void' });
    expect(scene.available('CD-1')).toBe(20);
    expect(scene.publishedTypes()).toEqual([]);
  });

  it('is released when it was reserved just before the tombstone', async () => {
    scene.tables.interfere('TransactWriteItems', async (_call, run) => {
      await scene.place(1, { 'CD-1': 2 });
      return run();
    });
    await scene.cancel(1);
    expect(scene.reservation(1)).toMatchObject({ state: 'released' });
    expect(scene.available('CD-1')).toBe(20);
  });

  it('cannot have been shipped', async () => {
    await scene.place(1, { 'CD-1': 2 });
    await scene.fulfil(1);
    await expect(scene.cancel(1)).rejects.toMatchObject({
      code: 'cancelled-after-shipment',
      retriable: false,
    });
  });
});

describe('a fulfilled order', () => {
  it('has its pieces shipped, once', async () => {
    await scene.place(1, { 'CD-1': 2 });
    await scene.fulfil(1);
    await scene.fulfil(1);
    expect(scene.reservation(1)).toMatchObject({
      state: 'shipped',
      lines: [{ sku: 'CD-1', quantity: 2 }],
    });
    expect(scene.available('CD-1')).toBe(18);
    expect(scene.publishedTypes()).toEqual(['InventoryReserved']);
  });

  it('must have been reserved', async () => {
    await expect(scene.fulfil(1)).rejects.toMatchObject({
      code: 'shipped-without-stock',
      retriable: false,
    });
  });
});
