import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import authorise from '../../../../functions/platform/authorise.ts';
import { bindInProcess } from '../../../../functions/runtime/in-process.ts';
import { invocation } from '../../../support/ports.ts';

const nowMs = Date.parse('2026-11-21T10:00:00.000Z');

describe('the authoriser in process', () => {
  it("verifies a token outside of the engine's time, which stands still for it", async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const token = await new SignJWT({ scope: 'a' })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer('issuer')
      .setAudience('audience')
      .setSubject('customer-1')
      .setExpirationTime(nowMs / 1_000 + 60)
      .sign(privateKey);
    const outside: Promise<unknown>[] = [];
    const handler = await bindInProcess(authorise, {
      variables: {
        TOKEN_ISSUER: 'issuer',
        TOKEN_AUDIENCE: 'audience',
        TOKEN_LEEWAY_SECONDS: '60',
        TOKEN_SCOPE_CLAIM: 'scope',
        TOKEN_JWKS: JSON.stringify({ keys: [await exportJWK(publicKey)] }),
      },
      client: { send: async () => Promise.reject(new Error('no call is expected')) },
      clock: { nowMs: () => nowMs, sleep: async () => {} },
      chance: { fraction: () => 0.5 },
      outside: (promise) => {
        outside.push(promise);
        return promise;
      },
      log: () => {},
    });
    const methodArn = 'arn:aws:execute-api:us-east-1:111122223333:api-1/dev/GET/orders';
    const event = { type: 'TOKEN', authorizationToken: `Bearer ${token}`, methodArn };
    const answer = await handler(event as never, invocation());
    expect(answer).toMatchObject({ principalId: 'customer-1', context: { scopes: 'a' } });
    expect(outside).toHaveLength(1);
  });
});
