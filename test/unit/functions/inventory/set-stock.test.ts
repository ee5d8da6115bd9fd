import { beforeEach, describe, expect, it } from 'vitest';
import { InventoryScene } from './scene.ts';

let scene: InventoryScene;

beforeEach(() => {
  scene = new InventoryScene();
});

describe('setting what was received', () => {
  it('makes it available, and tells', async () => {
    const { status, body } = await scene.setStock('CD-1', 20);
    expect({ status, body }).toEqual({
      status: 200,
      body: { sku: 'CD-1', received: 20, available: 20 },
    });
    expect(scene.tables.published).toMatchObject([
      { type: 'StockUpdated', subject: 'CD-1', data: { sku: 'CD-1', change: 'set' } },
    ]);
  });

  it('leaves alone what is reserved of it', async () => {
    await scene.setStock('CD-1', 20);
    await scene.place(1, { 'CD-1': 5 });
    expect((await scene.setStock('CD-1', 30)).body).toMatchObject({ available: 25 });
    expect((await scene.setStock('CD-1', 5)).body).toMatchObject({ received: 5, available: 0 });
  });

  it('is refused if less would be left than is reserved or shipped', async () => {
    await scene.setStock('CD-1', 20);
    await scene.place(1, { 'CD-1': 5 });
    const { status, body } = await scene.setStock('CD-1', 4);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      type: expect.stringContaining('stock-committed'),
      detail: '5 pieces of CD-1 are reserved or shipped; received cannot be 4',
    });
    expect(scene.available('CD-1')).toBe(15);
  });

  it('again under the same key has no second effect, whatever was sold meanwhile', async () => {
    const first = await scene.setStock('CD-1', 5);
    await scene.place(1, { 'CD-1': 5 });
    await scene.setStock('CD-1', 30);
    expect(await scene.setStock('CD-1', 5)).toEqual(first);
    expect(scene.available('CD-1')).toBe(25);
  });

  it('again under the same key has the same answer where a new command would be refused', async () => {
    const first = await scene.setStock('CD-1', 3);
    await scene.setStock('CD-1', 5);
    await scene.place(1, { 'CD-1': 5 });
    expect(await scene.setStock('CD-1', 3)).toEqual(first);
    expect(scene.available('CD-1')).toBe(0);
  });

  it('is refused when the key came with another number before', async () => {
    await scene.setStock('CD-1', 5);
    const headers = { 'Idempotency-Key': 'stock-CD-1-5' };
    const { status, body } = await scene.setStock('CD-1', 6, { headers });
    expect({ status, type: body.type }).toEqual({
      status: 422,
      type: expect.stringContaining('idempotency-key-reused'),
    });
  });

  it('counts again when something was sold at the same time', async () => {
    await scene.setStock('CD-1', 20);
    scene.tables.interfere('TransactWriteItems', async (_call, run) => {
      await scene.place(1, { 'CD-1': 5 });
      return run();
    });
    expect((await scene.setStock('CD-1', 30)).body).toMatchObject({ available: 25 });
    expect(scene.available('CD-1')).toBe(25);
  });

  it.each([
    [{ received: -1 }, '/received'],
    [{ received: 1.5 }, '/received'],
    [{ received: 1_000_000_001 }, '/received'],
    [{ received: 1, available: 1 }, '/available'],
  ])('is refused with a pointer: %j', async (body, pointer) => {
    const answer = await scene.setStock('CD-1', 1, { body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });
});

describe('asking for the stock of a SKU', () => {
  it('tells what came in and what is available', async () => {
    await scene.setStock('CD-1', 20);
    await scene.place(1, { 'CD-1': 5 });
    const { status, body } = await scene.getStock('CD-1');
    expect({ status, body }).toEqual({
      status: 200,
      body: { sku: 'CD-1', received: 20, available: 15 },
    });
  });

  it('finds none that never came in', async () => {
    expect((await scene.getStock('CD-1')).status).toBe(404);
  });

  it('asks again for what was not read, and gives up at last', async () => {
    const unread = async ({ input }: { input: { RequestItems: object } }) => ({
      Responses: {},
      UnprocessedKeys: input.RequestItems,
    });
    await scene.setStock('CD-1', 20);
    scene.tables.interfere('BatchGetItem', ({ input }) => unread({ input } as never));
    expect((await scene.getStock('CD-1')).status).toBe(200);
    scene.tables.port.send = unread as never;
    expect((await scene.getStock('CD-1')).status).toBe(503);
  });
});
