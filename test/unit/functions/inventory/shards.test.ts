import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { planTake } from '../../../../functions/inventory/shards.ts';
import { InventoryScene } from './scene.ts';

const SKU = 'CD-1';

let scene: InventoryScene;
beforeEach(async () => {
  scene = new InventoryScene();
  await scene.setStock(SKU, 320);
});

/** How the stock has changed, as it was told. */
const told = () =>
  scene.tables.published.flatMap(({ type, data }) =>
    type === 'StockUpdated' ? [(data as { change: string }).change] : [],
  );

describe('much stock of a SKU', () => {
  it('lies in shards, but for what is plenty', () => {
    expect(scene.shards(SKU)).toEqual({ 0: 100, 1: 100, 2: 100 });
    expect(scene.available(SKU)).toBe(20);
  });

  it('is told as one', async () => {
    await scene.place(1, { [SKU]: 2 });
    const { body } = await scene.getStock(SKU);
    expect(body).toEqual({ sku: SKU, received: 320, available: 318 });
  });

  it('is taken from a shard, without a change of the item of the SKU', async () => {
    await scene.place(1, { [SKU]: 2 });
    expect(scene.available(SKU)).toBe(20);
    expect(Object.values(scene.shards(SKU)).sort()).toEqual([100, 100, 98]);
  });

  it('comes together for an order that is larger than any shard', async () => {
    await scene.place(1, { [SKU]: 250 });
    expect(scene.reservation(1)).toMatchObject({ state: 'reserved' });
    expect(scene.total(SKU)).toBe(70);
  });

  it('is sold to the last piece, and each change of band is told once', async () => {
    scene.tables.published.length = 0;
    for (let order = 1; order <= 32; order += 1) await scene.place(order, { [SKU]: 10 });
    expect(scene.reservation(32)).toMatchObject({ state: 'reserved' });
    expect([scene.total(SKU), scene.shards(SKU)]).toEqual([0, {}]);
    expect(told()).toEqual(['out']);
    await scene.place(33, { [SKU]: 1 });
    expect(scene.reservation(33)).toMatchObject({ state: 'rejected' });
  });

  it('tells that it has become low when it has, whatever lay where', async () => {
    scene.tables.published.length = 0;
    await scene.place(1, { [SKU]: 310 });
    expect(told()).toEqual([]);
    await scene.place(2, { [SKU]: 1 });
    expect(told()).toEqual(['low']);
  });

  it('gets back what a cancelled order had', async () => {
    await scene.place(1, { [SKU]: 5 });
    await scene.cancel(1);
    expect(scene.total(SKU)).toBe(320);
  });

  it('goes to closed shards when more comes in', async () => {
    await scene.setStock(SKU, 620);
    expect(Object.keys(scene.shards(SKU))).toHaveLength(6);
    expect(scene.total(SKU)).toBe(620);
  });

  it('comes out of the shards when it is set to less than lies in them', async () => {
    await scene.setStock(SKU, 30);
    expect([scene.available(SKU), scene.shards(SKU)]).toEqual([30, {}]);
  });

  it('is not set to less than is reserved', async () => {
    await scene.place(1, { [SKU]: 200 });
    const answer = await scene.setStock(SKU, 199);
    expect(answer).toMatchObject({ status: 409 });
    expect(scene.total(SKU)).toBe(120);
  });

  it('opens shards again that were swept', async () => {
    await scene.setStock(SKU, 30);
    await scene.setStock(SKU, 330);
    expect(scene.shards(SKU)).toEqual({ 0: 100, 1: 100, 2: 100 });
    expect(scene.total(SKU)).toBe(330);
  });
});

describe('two orders at the same time', () => {
  it('of which one sweeps the shard that the other takes from, are both met', async () => {
    await scene.place(1, { [SKU]: 240 });
    scene.tables.interfere('TransactWriteItems', async (_call, run) => {
      await scene.place(3, { [SKU]: 60 });
      return run();
    });
    await scene.place(2, { [SKU]: 10 });
    expect([2, 3].map((order) => scene.reservation(order)?.state)).toEqual([
      'reserved',
      'reserved',
    ]);
    expect(scene.total(SKU)).toBe(10);
  });

  it('of which one meets the transaction of the other, are both met', async () => {
    scene.tables.interfere('TransactWriteItems', () => {
      const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons });
    });
    await scene.place(1, { [SKU]: 2 });
    expect(scene.total(SKU)).toBe(318);
  });
});

describe('the plan of a line', () => {
  const settings = { threshold: 10, shardSize: 100 };
  const at = (available: number) => ({
    sku: SKU,
    received: 900,
    available,
    shards: new Set(['4']),
  });
  const short = new Set(['4']);
  const plan = (available: number, quantity: number, mayFill = true) =>
    planTake({ home: at(available), short, fraction: 0, mayFill }, quantity, settings);

  it('fills a shard that was short, where there is enough for one', () => {
    expect(plan(110, 2)).toMatchObject({
      moves: [{ delta: -100 }, { delta: 98, shard: '4' }],
    });
  });

  it('takes from the item of the SKU where there is not, or no room in the transaction', () => {
    const moves = { moves: [{ delta: -2 }] };
    expect(plan(109, 2)).toMatchObject(moves);
    expect(plan(110, 2, false)).toMatchObject(moves);
  });

  it('sweeps a shard where less than plenty would be left', () => {
    expect(plan(11, 2)).toEqual({ sweep: '4' });
  });
});
