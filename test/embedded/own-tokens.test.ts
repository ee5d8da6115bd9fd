import { importJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createIssuerKey, type IssuerKey, tokenIssuerOf } from '../../simulation/token-issuer.ts';
import { EmbeddedPlatform } from './embedded-platform.ts';

const leaveOut = ['authoriser', 'required-headers'] as const;
const platform = await EmbeddedPlatform.create({ stage: { leaveOut } });
await platform.stock('OWN-1', 10);

describe('a stage without the authoriser', () => {
  it('takes the orders of those who have a token, all the way', async () => {
    const orderId = await platform.place('OWN-1');
    await platform.settle();
    expect(await platform.order(orderId)).toMatchObject({ status: 'fulfilled' });
  });

  it('refuses whoever has none, one that is none, or one without the scope', async () => {
    const post = (token?: string) =>
      platform.send('POST', '/orders', { ...(token ? { token } : {}), key: 'own', body: {} });
    const reader = await platform.token('alice', ['orders:read']);
    const answers = [await post(), await post('nonsense'), await post(reader)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403]);
    for (const { headers } of answers) {
      expect(headers['content-type']).toBe('application/problem+json');
    }
  });
});

const ALGORITHM = 'EdDSA';
const HOUR_SECONDS = 3_600;

describe('a stage without the authoriser that trusts one issuer', async () => {
  const key = await createIssuerKey();
  const { config } = tokenIssuerOf(key);
  const trusting = await EmbeddedPlatform.create({ stage: { leaveOut, tokens: config } });
  const nowSeconds = Math.floor(trusting.target.nowMs() / 1_000);
  const right = { iss: config.issuer, aud: config.audience, exp: nowSeconds + HOUR_SECONDS };

  const statusFor = async (claims: Partial<typeof right>, signer: IssuerKey = key) => {
    const payload = { sub: 'alice', scope: 'orders:write', ...right, ...claims };
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: ALGORITHM, kid: 'local' })
      .sign(await importJWK(signer, ALGORITHM));
    return (await trusting.send('POST', '/orders', { token, key: 'own', body: {} })).status;
  };

  it('reads the request of whoever has a token of its own', async () => {
    expect(await statusFor({})).toBe(422);
  });

  it.each([
    ['of another issuer', { iss: 'https://login.example.com/' }],
    ['for another audience', { aud: 'somebody-else' }],
    ['that has expired', { exp: nowSeconds - HOUR_SECONDS }],
  ])('refuses a token %s', async (_what, claims) => {
    expect(await statusFor(claims)).toBe(401);
  });

  it('refuses a token that is right in all but the key that signed it', async () => {
    expect(await statusFor({}, await createIssuerKey())).toBe(401);
  });
});
