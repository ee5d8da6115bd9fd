import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { OrderingScene } from './scene.ts';

let scene: OrderingScene;

beforeEach(() => {
  scene = new OrderingScene();
});

const price = (sku: string) => scene.tables.item('prices', { pk: `price#${sku}` });

describe('setting a price', () => {
  it('puts it on the price list', async () => {
    const { status, body } = await scene.setPrice('CD-1', 1_467);
    expect({ status, body }).toEqual({
      status: 200,
      body: { sku: 'CD-1', amount: 1_467, currency: 'USD' },
    });
    expect(price('CD-1')).toMatchObject({ amount: 1_467, currency: 'USD' });
  });

  it('may be nothing', async () => {
    expect((await scene.setPrice('CD-1', 0)).status).toBe(200);
  });

  it('again under the same key has no second effect', async () => {
    const first = await scene.setPrice('CD-1', 100);
    await scene.setPrice('CD-1', 200);
    expect(await scene.setPrice('CD-1', 100)).toEqual(first);
    expect(price('CD-1')).toMatchObject({ amount: 200 });
  });

  it('is tried again when another write is under way', async () => {
    scene.tables.interfere('TransactWriteItems', () => {
      const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons });
    });
    expect((await scene.setPrice('CD-1', 100)).status).toBe(200);
    expect(price('CD-1')).toMatchObject({ amount: 100 });
  });

  it.each([
    [{ amount: -1, currency: 'USD' }, '/amount'],
    [{ amount: 0.5, currency: 'USD' }, '/amount'],
    [{ amount: 100_000_001, currency: 'USD' }, '/amount'],
    [{ amount: 1, currency: 'usd' }, '/currency'],
    [{ amount: 1, currency: 'EUR' }, '/currency'],
  ])('is refused with a pointer: %j', async (body, pointer) => {
    const answer = await scene.setPrice('CD-1', 1, { body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    expect(price('CD-1')).toBeUndefined();
  });

  it('takes the highest price', async () => {
    expect((await scene.setPrice('CD-1', 100_000_000)).status).toBe(200);
  });

  it('is refused for what can be no SKU', async () => {
    const { status, body } = await scene.setPrice('no sku', 1);
    expect({ status, detail: body.errors[0].detail }).toEqual({
      status: 422,
      detail: expect.stringContaining('no sku'),
    });
  });
});
