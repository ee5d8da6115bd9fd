import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../../../functions/runtime/token-verifier.ts';

const issuer = 'https://issuer.example/';
const audience = 'https://api.example/';
const nowMs = Date.parse('2026-11-21T10:00:00.000Z');
const inOneHour = nowMs / 1_000 + 3_600;

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
let own: KeyPair;
let foreign: KeyPair;
let variables: Record<string, string>;

beforeAll(async () => {
  [own, foreign] = await Promise.all([generateKeyPair('EdDSA'), generateKeyPair('EdDSA')]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'key-1', alg: 'EdDSA' };
  variables = {
    TOKEN_ISSUER: issuer,
    TOKEN_AUDIENCE: audience,
    TOKEN_JWKS: JSON.stringify({ keys: [jwk] }),
  };
});

const claims = { iss: issuer, aud: audience, sub: 'customer-1', exp: inOneHour, scope: 'a b' };
const verify = (token: string) => createTokenVerifier(variables, () => nowMs).verify(token);

/** A token with these claims; one that is undefined is left out. */
function mint(changes: Partial<Record<keyof typeof claims, unknown>> = {}, key = own.privateKey) {
  const payload = JSON.parse(JSON.stringify({ ...claims, ...changes }));
  return new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: 'key-1' }).sign(key);
}

describe('a valid token', () => {
  it('tells who the caller is and what it may do', async () => {
    expect(await verify(await mint())).toEqual({
      subject: 'customer-1',
      scopes: ['a', 'b'],
    });
  });

  it('grants nothing without a scope', async () => {
    expect((await verify(await mint({ scope: undefined }))).scopes).toEqual([]);
  });
});

describe('a token', () => {
  it.each([
    ['that has expired', { exp: nowMs / 1_000 - 1 }, /exp/],
    ['that never expires', { exp: undefined }, /exp/],
    ['without a subject', { sub: undefined }, /sub/],
    ['of a foreign issuer', { iss: 'https://elsewhere.example/' }, /iss/],
    ['for a foreign audience', { aud: 'https://elsewhere.example/' }, /aud/],
  ])('%s is refused', async (_what, changes, reason) => {
    await expect(verify(await mint(changes))).rejects.toMatchObject({
      code: 'token-refused',
      retriable: false,
      message: expect.stringMatching(reason),
    });
  });

  it('signed with another key is refused', async () => {
    await expect(verify(await mint({}, foreign.privateKey))).rejects.toThrow(/signature/);
  });

  it('that nobody signed is refused', async () => {
    await expect(verify(new UnsecuredJWT(claims).encode())).rejects.toThrow(/alg/i);
  });

  it('signed with a shared secret is refused', async () => {
    const secret = new TextEncoder().encode(variables.TOKEN_JWKS);
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    await expect(verify(token)).rejects.toThrow(/alg/i);
  });

  it.each(['', 'nonsense', 'a.b.c'])('that is none is refused: "%s"', async (token) => {
    await expect(verify(token)).rejects.toMatchObject({ code: 'token-refused' });
  });
});

describe('a token verifier', () => {
  it.each(['TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'TOKEN_JWKS'])('is not made without %s', (name) => {
    const without = { ...variables, [name]: undefined };
    expect(() => createTokenVerifier(without, () => nowMs)).toThrow(
      expect.objectContaining({ code: 'variable-missing' }),
    );
  });

  it('does not call a token bad when the keys cannot be fetched', async () => {
    // Port 1 is one that fetch refuses by itself (Fetch standard, bad ports): nothing is sent.
    const remote = { ...variables, TOKEN_JWKS: undefined, TOKEN_JWKS_URI: 'http://127.0.0.1:1/' };
    const verifier = createTokenVerifier(remote, () => nowMs);
    await expect(verifier.verify(await mint())).rejects.toBeInstanceOf(TypeError);
  });
});
