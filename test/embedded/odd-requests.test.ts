import fc from 'fast-check';
import { importJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../local/apigateway/http.ts';
import { deadLetters } from '../../simulation/run/order-run.ts';
import { createIssuerKey, tokenIssuerOf } from '../../simulation/token-issuer.ts';
import { EmbeddedPlatform } from './embedded-platform.ts';

const ALGORITHM = 'EdDSA';
const key = await createIssuerKey();
const signer = await importJWK(key, ALGORITHM);
const { config } = tokenIssuerOf(key);

/** A platform that trusts the key, with the authoriser in front or without. */
async function openFor(leaveOut: readonly ('authoriser' | 'required-headers')[]) {
  const platform = await EmbeddedPlatform.create({ stage: { leaveOut, tokens: config } });
  const { cloud } = platform.world;
  const nowSeconds = () => Math.floor(cloud.scheduler.nowMs() / 1_000);
  const right = {
    iss: config.issuer,
    aud: config.audience,
    sub: 'alice',
    exp: nowSeconds() + 86_400,
    scope: 'orders:write orders:read prices:write stock:write stock:read',
  };
  const mint = (claims: object) => {
    const token = new SignJWT(JSON.parse(JSON.stringify({ ...right, ...claims })));
    const signed = token.setProtectedHeader({ alg: ALGORITHM, kid: 'local' }).sign(signer);
    return platform.target.outside(signed);
  };
  const headers = { authorization: `Bearer ${await mint({})}`, 'content-type': 'application/json' };
  /** Sends a request as it is; the status, and whether a refusal is a problem. */
  const send = async (path: string, request: Sent) => {
    const { status, headers: told } = await cloud.request({
      method: 'POST',
      ...parseTarget(path),
      ...request,
      headers: { ...headers, 'idempotency-key': 'usual', ...request.headers },
      body: request.body ?? '',
    });
    return { status, isProblem: told['content-type'] === 'application/problem+json' };
  };
  for (const [path, body] of [
    ['/prices/ODD-1', '{"amount":700,"currency":"USD"}'],
    ['/stock/ODD-1', '{"received":100000}'],
  ] as const) {
    expect((await send(path, { method: 'PUT', body })).status).toBe(200);
  }
  return { platform, mint, send, nowSeconds };
}

interface Sent {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}

const orderOf = (cardToken = 'tok_visa') =>
  JSON.stringify({ lines: [{ sku: 'ODD-1', quantity: 1 }], cardToken });

/** Whether an answer is one that a client can have earned: its order is placed, or it is told what is wrong. */
const isFair = ({ status, isProblem }: { status: number; isProblem: boolean }) =>
  isProblem ? status >= 400 && status < 500 : status === 202 || status === 200;

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    'zo\u00eb',
    'zoe\u0308',
    '\ud800',
    '\u0000',
    'a'.repeat(255),
    'a'.repeat(256),
  ),
);
const numbers = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -1, 0.5, 2 ** 53, 2 ** 63, 1e300, -1e300, 1_767_225_600.5),
);
const values = fc.oneof(texts, numbers, fc.jsonValue({ maxDepth: 4 }), fc.array(texts));
const claims = fc.dictionary(
  fc.constantFrom('sub', 'scope', 'scp', 'exp', 'nbf', 'iat', 'aud', 'iss', 'jti', 'act'),
  values,
);
const keys = fc.oneof(texts, fc.array(texts, { minLength: 2, maxLength: 3 }));

describe.each([
  ['with the authoriser', []],
  ['without the authoriser', ['authoriser', 'required-headers']],
] as const)('a stage %s', async (_what, leaveOut) => {
  const { platform, mint, send, nowSeconds } = await openFor(leaveOut);
  let count = 0;
  const place = async (changed: object, headers: Sent['headers'] = {}, body = orderOf()) => {
    count += 1;
    const authorization = `Bearer ${await mint(changed)}`;
    const own = { authorization, 'idempotency-key': `key-${count}`, ...headers };
    return send('/orders', { headers: own, body });
  };

  it('places the order of a token with any claims, or says what is wrong with it', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(claims, async (changed) => {
        const answer = await place(changed);
        statuses.add(answer.status);
        expect(answer).toSatisfy(isFair);
      }),
      { numRuns: 150 },
    );
    expect(statuses).toContain(401);
  });

  it.each([
    [{ sub: ' ' }, 202],
    [{ sub: 'zo\u00eb' }, 401],
    [{ exp: 1e300 }, 202],
    [{ exp: -1 }, 401],
    [{ iat: 'now' }, 401],
    [{ aud: [config.audience, 'others'] }, 202],
    [{ aud: ['others'] }, 401],
    [{ aud: { [config.audience]: 1 } }, 401],
    [{ scope: 'orders:read' }, 403],
    [{ scope: 7 }, 401],
  ])('answers a token of %j with %i', async (changed, status) => {
    expect((await place(changed)).status).toBe(status);
  });

  it('takes a subject of 255 characters, and none of 256', async () => {
    expect((await place({ sub: 'a'.repeat(255) })).status).toBe(202);
    expect((await place({ sub: 'a'.repeat(256) })).status).toBe(401);
  });

  it('forgives clocks that differ a little, and no more', async () => {
    const statusOf = async (claim: string, seconds: number) =>
      (await place({ [claim]: nowSeconds() + seconds })).status;
    expect([await statusOf('exp', -30), await statusOf('exp', -90)]).toEqual([202, 401]);
    expect([await statusOf('nbf', 30), await statusOf('nbf', 90)]).toEqual([202, 401]);
  });

  it('takes any Idempotency-Key and any card, or says what is wrong with it', async () => {
    await fc.assert(
      fc.asyncProperty(keys, texts, async (key, card) => {
        const answer = await place({}, { 'idempotency-key': key }, orderOf(card));
        expect(answer).toSatisfy(isFair);
      }),
      { numRuns: 150 },
    );
  });

  it('reads any path and any query, or says what is wrong with it', async () => {
    const odd = fc.oneof(texts, fc.string({ maxLength: 3_000, minLength: 2_000 }));
    await fc.assert(
      fc.asyncProperty(odd, odd, fc.boolean(), async (id, version, isStock) => {
        const [name, query] = [escaped(id), escaped(version)];
        const path = isStock ? `/stock/x${name}` : `/orders/x${name}?minVersion=${query}`;
        const answer = await send(path, { method: 'GET' });
        expect(answer).toSatisfy(isFair);
      }),
      { numRuns: 100 },
    );
  });

  it('has set nothing aside of all that', async () => {
    await platform.settle();
    expect(deadLetters(platform.world)).toBe(0);
  });
});

/** A text in a path; half a pair of surrogates is none of a URL. */
function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
