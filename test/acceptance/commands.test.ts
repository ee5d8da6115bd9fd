import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { PaymentCaptured } from '../../events/payment-captured.ts';
import { createTokenIssuer } from '../../simulation/token-issuer.ts';
import { type Answer, Platform } from './platform.ts';

let platform: Platform;
let token: string;

beforeAll(async () => {
  platform = await Platform.start();
  await platform.stock('SKU-1', 1_000);
  await platform.stock('SKU-2', 1_000);
  token = await platform.token();
});

afterAll(() => platform?.stop());

const order = (...lines: object[]) => ({ lines, cardToken: 'tok_visa' });
const oneLine = order({ sku: 'SKU-1', quantity: 1 });

const post = (body: unknown, options: object = {}): Promise<Answer> =>
  platform.send('POST', '/orders', { token, key: platform.key(), body, ...options });

const expectProblem = (answer: Answer, status: number, code: string): void => {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    title: expect.any(String),
    detail: expect.any(String),
  });
  expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([status, code]);
};

describe('the token of a request', () => {
  it('must be there', async () => {
    const answer = await post(oneLine, { token: undefined });
    expectProblem(answer, 401, 'unauthorised');
  });

  it('must not be expired', async () => {
    const request = { subject: 'alice', scopes: ['orders:write'], lifetimeMs: 1_000 };
    const expired = await platform.target.tokens.issue({
      ...request,
      // Longer ago than clocks may differ.
      issuedAtMs: platform.target.nowMs() - 400_000,
    });
    expectProblem(await post(oneLine, { token: expired }), 401, 'unauthorised');
  });

  it('must come from the issuer the stage trusts', async () => {
    const foreign = await createTokenIssuer();
    const request = { subject: 'alice', scopes: ['orders:write'], lifetimeMs: 60_000 };
    const forged = await foreign.issue({ ...request, issuedAtMs: platform.target.nowMs() });
    expectProblem(await post(oneLine, { token: forged }), 401, 'unauthorised');
  });

  it('must have the scope of the route', async () => {
    const reader = await platform.token('alice', ['orders:read']);
    expectProblem(await post(oneLine, { token: reader }), 403, 'forbidden');
    const customer = await platform.send('PUT', '/stock/SKU-1', {
      token,
      key: platform.key(),
      body: { received: 1 },
    });
    expectProblem(customer, 403, 'forbidden');
  });

  it('is not asked for by /health', async () => {
    expect(await platform.send('GET', '/health')).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
  });
});

describe("somebody else's order", () => {
  it('looks like none, to read and to cancel', async () => {
    const orderId = await platform.place('SKU-1');
    const bob = await platform.token('bob');
    const read = await platform.send('GET', `/orders/${orderId}`, { token: bob });
    expectProblem(read, 404, 'not-found');
    const cancel = await platform.send('POST', `/orders/${orderId}/cancel`, {
      token: bob,
      key: platform.key(),
    });
    expectProblem(cancel, 404, 'not-found');
  });

  it('is answered like an order that never was', async () => {
    const unknown = await platform.send('GET', `/orders/${'0'.repeat(32)}`, { token });
    expectProblem(unknown, 404, 'not-found');
    const nonsense = await platform.send('GET', '/orders/nonsense', { token });
    expectProblem(nonsense, 404, 'not-found');
  });
});

describe('a wrong field of an order', () => {
  const pointers = async (body: unknown): Promise<string[]> => {
    const answer = await post(body);
    expectProblem(answer, 422, 'invalid-fields');
    return answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };

  it.each([
    ['an unknown SKU', order({ sku: 'NOBODY-SELLS-IT', quantity: 1 }), ['/lines/0/sku']],
    ['a negative quantity', order({ sku: 'SKU-1', quantity: -1 }), ['/lines/0/quantity']],
    ['a quantity of zero', order({ sku: 'SKU-1', quantity: 0 }), ['/lines/0/quantity']],
    ['a fraction', order({ sku: 'SKU-1', quantity: 1.5 }), ['/lines/0/quantity']],
    [
      'a duplicate line',
      order(
        { sku: 'SKU-1', quantity: 1 },
        { sku: 'SKU-2', quantity: 1 },
        { sku: 'SKU-1', quantity: 2 },
      ),
      ['/lines/2/sku'],
    ],
    ['no lines', order(), ['/lines']],
    ['a price from the client', order({ sku: 'SKU-1', quantity: 1, unitPrice: 1 }), []],
    ['no card', { lines: [{ sku: 'SKU-1', quantity: 1 }] }, ['/cardToken']],
    [
      'several at once',
      { lines: [{ sku: '', quantity: 0 }], cardToken: 7 },
      ['/lines/0/sku', '/lines/0/quantity', '/cardToken'],
    ],
  ])('is named by its pointer: %s', async (_what, body, expected) => {
    const found = await pointers(body);
    if (expected.length > 0) expect(found).toEqual(expected);
    else expect(found.length).toBeGreaterThan(0);
  });

  it('is the 51st line, one past the limit', async () => {
    const lines = Array.from({ length: 51 }, (_, index) => ({ sku: `L-${index}`, quantity: 1 }));
    expect(await pointers(order(...lines))).toEqual(['/lines']);
  });
});

describe('a request that cannot be read', () => {
  it('is refused when its body is not JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    expectProblem(await post('{"lines":', { headers }), 400, 'not-json');
  });

  it('is refused with another content type', async () => {
    const headers = { 'content-type': 'text/plain' };
    expectProblem(await post(oneLine, { headers }), 415, 'unsupported-media-type');
  });

  it('may have 65,536 bytes and not one more', async () => {
    const padded = (bytes: number): string => {
      const text = JSON.stringify(oneLine);
      return text + ' '.repeat(bytes - text.length);
    };
    expect((await post(padded(65_536))).status).toBe(202);
    expectProblem(await post(padded(65_537)), 413, 'body-too-large');
  });

  it('needs an Idempotency-Key', async (test) => {
    platform.needs(test, 'required-headers');
    expectProblem(await post(oneLine, { key: undefined }), 400, 'header-missing');
  });

  it('gets a problem for a path that does not exist', async (test) => {
    platform.needs(test, 'gateway-responses');
    const answer = await platform.send('GET', '/nothing/here', { token });
    expectProblem(answer, 404, 'not-found');
  });
});

describe('an Idempotency-Key', () => {
  it('gets the same answer for the same request, and one order', async () => {
    const key = platform.key();
    const first = await post(oneLine, { key });
    await platform.stock('SKU-1', 1_000, 9_999);
    const second = await post(oneLine, { key });
    expect(second).toEqual({ ...first, headers: expect.anything() });
    expect(second.headers.location).toBe(first.headers.location);
    await platform.stock('SKU-1', 1_000);
    await platform.settle();
    const placed = platform.eventsOf(first.body.orderId).filter(OrderPlaced.is);
    expect(new Set(placed.map(({ eventId }) => eventId)).size).toBe(1);
    const { body } = await platform.send('GET', String(first.headers.location), { token });
    expect(body.total).toEqual(first.body.total);
  });

  it('is the same for a path that only is spelled otherwise', async () => {
    const key = platform.key();
    const first = await post(oneLine, { key });
    const options = { token, key, body: oneLine };
    const second = await platform.send('POST', '/orders/', options);
    expect(second.body).toEqual(first.body);
  });

  it('is refused with another body', async () => {
    const key = platform.key();
    await post(oneLine, { key });
    const other = await post(order({ sku: 'SKU-2', quantity: 1 }), { key });
    expectProblem(other, 422, 'idempotency-key-reused');
  });

  it('is the caller’s own: another caller with the same key places another order', async () => {
    const key = platform.key();
    const mine = await post(oneLine, { key });
    const theirs = await post(oneLine, { key, token: await platform.token('bob') });
    expect(theirs.body.orderId).not.toBe(mine.body.orderId);
  });

  it('makes a cancellation answer a retry alike, even when the parcel has left since', async () => {
    const orderId = await platform.place('SKU-1');
    const key = platform.key();
    await platform.until('the payment is captured', () =>
      platform.typesOf(orderId).includes(PaymentCaptured.name),
    );
    await platform.target.pause(100);
    const cancel = () => platform.send('POST', `/orders/${orderId}/cancel`, { token, key });
    const first = await cancel();
    await platform.settle();
    const second = await cancel();
    expect([second.status, second.body]).toEqual([first.status, first.body]);
  });

  it('makes PUT /stock answer a retry alike, even after other changes', async () => {
    const staff = await platform.staff();
    const set = (key: string, received: number) =>
      platform.send('PUT', '/stock/SKU-9', { token: staff, key, body: { received } });
    const key = platform.key();
    const first = await set(key, 10);
    await set(platform.key(), 25);
    expect((await set(key, 10)).body).toEqual(first.body);
    expectProblem(await set(key, 11), 422, 'idempotency-key-reused');
    const now = await platform.send('GET', '/stock/SKU-9', { token: staff });
    expect(now.body).toEqual({ sku: 'SKU-9', received: 25, available: 25 });
  });
});

describe('PUT /stock/{sku}', () => {
  it('is refused if it would make the available stock negative', async () => {
    await platform.stock('SKU-8', 5);
    await platform.place('SKU-8', 4);
    await platform.settle();
    const staff = await platform.staff();
    const set = (received: number) =>
      platform.send('PUT', '/stock/SKU-8', {
        token: staff,
        key: platform.key(),
        body: { received },
      });
    expectProblem(await set(3), 409, 'stock-committed');
    expect((await set(4)).body).toEqual({ sku: 'SKU-8', received: 4, available: 0 });
  });
});

describe('GET /orders/{id}', () => {
  it('tells version, state and sums, with an ETag', async () => {
    const orderId = await platform.place('SKU-1', 3);
    const answer = await platform.send('GET', `/orders/${orderId}`, { token });
    expect(answer.headers.etag).toBe(`"${answer.body.version}"`);
    expect(answer.body).toMatchObject({ orderId, total: { amount: 3_000 } });
    await platform.settle();
    const ended = await platform.send('GET', `/orders/${orderId}`, { token });
    expect(ended.headers.etag).toBe('"4"');
    expect(ended.body).toMatchObject({ orderId, status: 'fulfilled', version: 4 });
  });

  it('reads a client’s own write with minVersion, and says so if it is not reached', async () => {
    const orderId = await platform.place('SKU-1');
    const read = (minVersion: string) =>
      platform.send('GET', `/orders/${orderId}?minVersion=${minVersion}`, { token });
    expect((await read('1')).status).toBe(200);
    expectProblem(await read('9'), 412, 'version-not-reached');
    expectProblem(await read('none'), 422, 'invalid-fields');
  });
});
