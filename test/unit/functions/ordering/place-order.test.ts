import { beforeEach, describe, expect, it } from 'vitest';
import { lostAcknowledgement } from '../../../support/tables.ts';
import { OrderingScene, order } from './scene.ts';

let scene: OrderingScene;

beforeEach(async () => {
  scene = new OrderingScene();
  await scene.setPrice('CD-1', 1_467);
  await scene.setPrice('CD-2', 2_500);
});

const orders = () => scene.tables.db.itemCount('orders');

describe('placing an order', () => {
  it('is accepted with its id, its place and its version', async () => {
    const { status, headers, body } = await scene.place();
    expect(status).toBe(202);
    expect(headers).toMatchObject({ location: `/orders/${body.orderId}`, etag: '"1"' });
    expect(body).toEqual({
      orderId: expect.stringMatching(/^[0-9a-f]{32}$/),
      status: 'placed',
      version: 1,
      total: { amount: 1_467, currency: 'USD' },
    });
  });

  it('takes the prices of the price list and tells inventory and payments all they need', async () => {
    const lines = [
      { sku: 'CD-2', quantity: 2 },
      { sku: 'CD-1', quantity: 1 },
    ];
    const { body } = await scene.place({ lines, cardToken: 'tok_visa' });
    expect(scene.tables.published).toMatchObject([
      {
        type: 'OrderPlaced',
        subject: body.orderId,
        aggregateVersion: 1,
        data: {
          orderId: body.orderId,
          customerId: 'customer-1',
          cardToken: 'tok_visa',
          saga: 'choreography',
          total: { amount: 6_467, currency: 'USD' },
          lines: [
            { sku: 'CD-2', quantity: 2, unitPrice: { amount: 2_500, currency: 'USD' } },
            { sku: 'CD-1', quantity: 1, unitPrice: { amount: 1_467, currency: 'USD' } },
          ],
        },
      },
    ]);
  });

  it('costs one read of the price list and one write', async () => {
    scene.tables.calls.length = 0;
    await scene.place(order('CD-1', 'CD-2'));
    expect(scene.tables.calls).toEqual(['BatchGetItem', 'PutItem']);
  });

  it('again under the same key gets the same answer, whatever the price has become', async () => {
    const first = await scene.place();
    await scene.setPrice('CD-1', 9_999);
    expect(await scene.place()).toEqual(first);
    expect(orders()).toBe(1);
    expect(scene.publishedTypes()).toEqual(['OrderPlaced']);
  });

  it('with a lost acknowledgement is accepted all the same, once', async () => {
    scene.tables.interfere('PutItem', lostAcknowledgement);
    expect((await scene.place()).status).toBe(202);
    expect(orders()).toBe(1);
  });

  it('is refused when its key came with another body before', async () => {
    await scene.place(order('CD-1'));
    const { status, body } = await scene.place(order('CD-2'));
    expect({ status, type: body.type }).toMatchObject({
      status: 422,
      type: expect.stringContaining('idempotency-key-reused'),
    });
    expect(orders()).toBe(1);
  });

  it('under another key, or by another customer, is another order', async () => {
    await scene.place();
    await scene.place(order('CD-1'), { headers: { 'Idempotency-Key': 'key-2' } });
    await scene.place(order('CD-1'), { authorizer: { principalId: 'customer-2' } });
    expect(orders()).toBe(3);
  });

  it('asks again for prices that were not all read', async () => {
    scene.tables.interfere('BatchGetItem', ({ input }) => ({
      Responses: {},
      UnprocessedKeys: input.RequestItems as object,
    }));
    expect((await scene.place(order('CD-1', 'CD-2'))).status).toBe(202);
  });

  it('asks the client to try again when prices cannot be read', async () => {
    scene.tables.port.send = (async ({ input }: { input: { RequestItems: object } }) => ({
      Responses: {},
      UnprocessedKeys: input.RequestItems,
    })) as never;
    expect((await scene.place()).status).toBe(503);
  });
});

describe('an order that is refused', () => {
  const line = (changes: object) => ({ sku: 'CD-1', quantity: 1, ...changes });
  const refused = async (lines: unknown, cardToken: unknown = 'tok_visa') => {
    const { status, body } = await scene.place({ lines, cardToken });
    expect(orders()).toBe(0);
    return { status, errors: body.errors };
  };

  it.each([
    ['an unknown SKU', [line({}), line({ sku: 'CD-3' })], '/lines/1/sku'],
    ['an impossible SKU', [line({ sku: 'no sku' })], '/lines/0/sku'],
    ['a zero quantity', [line({ quantity: 0 })], '/lines/0/quantity'],
    ['a negative quantity', [line({ quantity: -1 })], '/lines/0/quantity'],
    ['a broken quantity', [line({ quantity: 1.5 })], '/lines/0/quantity'],
    ['too great a quantity', [line({ quantity: 10_000 })], '/lines/0/quantity'],
    ['a quantity in words', [line({ quantity: '1' })], '/lines/0/quantity'],
    ['a duplicate line', [line({}), line({ quantity: 2 })], '/lines/1/sku'],
    ['a price of its own', [line({ unitPrice: 1 })], '/lines/0/unitPrice'],
    ['no line', [], '/lines'],
    ['no lines', undefined, '/lines'],
  ])('for %s names the field', async (_what, lines, pointer) => {
    const { status, errors } = await refused(lines);
    expect(status).toBe(422);
    expect(errors).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  it('names every wrong field at once', async () => {
    const { errors } = await refused([line({ sku: 'CD-3' }), line({ sku: 'CD-4' })]);
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/lines/0/sku',
      '/lines/1/sku',
    ]);
  });

  it('needs a card token', async () => {
    expect((await refused([line({})], '')).errors[0].pointer).toBe('/cardToken');
  });

  it('has more than fifty lines; fifty are taken', async () => {
    const skus = Array.from({ length: 51 }, (_, index) => `SKU-${index}`);
    for (const sku of skus) await scene.setPrice(sku, 100);
    const tooMany = order(...skus);
    expect(await refused(tooMany.lines)).toEqual({
      status: 422,
      errors: [{ pointer: '/lines', detail: 'must have a number of entries of at most 50' }],
    });
    expect((await scene.place(order(...skus.slice(0, 50)))).status).toBe(202);
  });
});
