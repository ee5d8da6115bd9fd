import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { CustomerId } from '../../../../events/customer-id.ts';
import type { TokenClaims } from '../../../../functions/runtime/ports.ts';
import { createTokenVerifier } from '../../../../functions/runtime/token-verifier.ts';

const issuer = 'https://issuer.example/';
const audience = 'https://api.example/';
const nowMs = Date.parse('2026-11-21T10:00:00.000Z');
const nowSeconds = nowMs / 1_000;
const inOneHour = nowSeconds + 3_600;

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
    TOKEN_LEEWAY_SECONDS: '60',
    TOKEN_SCOPE_CLAIM: 'scope',
  };
});

const claims = { iss: issuer, aud: audience, sub: 'customer-1', exp: inOneHour, scope: 'a b' };
const verify = (token: string) => createTokenVerifier(variables, () => nowMs).verify(token);

/** A token with these claims; one that is undefined is left out. */
function mint(changes: Record<string, unknown> = {}, key = own.privateKey) {
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

  it.each([
    ['that expired within what clocks may differ', { exp: nowSeconds - 59 }],
    ['that expired within it by a fraction of a second', { exp: nowSeconds - 59.5 }],
    ['that never ends', { exp: 1e300 }],
    ['that began before all time', { nbf: -1 }],
    ['that begins within what clocks may differ', { nbf: nowSeconds + 60 }],
    ['of a clock that is ahead', { iat: nowSeconds + 7_200 }],
    ['of a subject of 255 characters', { sub: 'a'.repeat(255) }],
  ])('may be one %s', async (_what, changes) => {
    await expect(verify(await mint(changes))).resolves.toHaveProperty('subject');
  });

  it.each([
    ['a text', 'scope', { scope: ' a  b ' }],
    ['a list', 'scope', { scope: ['a', 'b'] }],
    ['a text of scp', 'scp', { scp: 'a b', scope: 'other' }],
    ['a list of scp', 'scp', { scp: ['a', 'b'], scope: 'other' }],
  ])('has its scopes as %s', async (_what, claim, changes) => {
    const told = { ...variables, TOKEN_SCOPE_CLAIM: claim };
    const verifier = createTokenVerifier(told, () => nowMs);
    expect((await verifier.verify(await mint(changes))).scopes).toEqual(['a', 'b']);
  });
});

describe('a token', () => {
  it.each([
    ['that expired as long ago as clocks may differ', { exp: nowSeconds - 60 }, /exp/],
    ['that is not valid until clocks could agree', { nbf: nowSeconds + 61 }, /nbf/],
    ['that ended before all time', { exp: -1 }, /exp/],
    ['that was issued at a text', { iat: 'now' }, /iat/],
    ['whose end is a text', { exp: String(inOneHour) }, /exp/],
    ['whose beginning is a text', { nbf: 'now' }, /nbf/],
    ['that never expires', { exp: undefined }, /exp/],
    ['without a subject', { sub: undefined }, /sub/],
    ['of an empty subject', { sub: '' }, /sub/],
    ['whose subject is a number', { sub: 7 }, /sub/],
    ['whose subject is a list', { sub: ['customer-1'] }, /sub/],
    ['of a subject beyond 255 characters', { sub: 'a'.repeat(256) }, /sub/],
    ['of a subject beyond ASCII', { sub: 'zo\u00eb' }, /sub/],
    ['of a subject with a line break', { sub: 'a\nb' }, /sub/],
    ['whose scope is a number', { scope: 7 }, /scope/],
    ['whose scopes are no texts', { scope: ['a', 7] }, /scope/],
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

describe('claims of any kind', () => {
  const names = ['sub', 'scope', 'exp', 'nbf', 'iat', 'aud', 'iss', 'jti', 'cnf'];
  const changes = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));

  it('make a caller that an event can name, or a token that is refused', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const outcome = await verify(await mint(changed)).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'token-refused' });
        else expect(CustomerId.safeParse((outcome as TokenClaims).subject).success).toBe(true);
      }),
    );
  });
});

describe('a token verifier', () => {
  it.each([
    'TOKEN_ISSUER',
    'TOKEN_AUDIENCE',
    'TOKEN_JWKS',
    'TOKEN_LEEWAY_SECONDS',
    'TOKEN_SCOPE_CLAIM',
  ])('is not made without %s', (name) => {
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
