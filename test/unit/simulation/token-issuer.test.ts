import { beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../../functions/runtime/token-verifier.ts';
import { tokenVariables } from '../../../lib/environment.ts';
import { createTokenIssuer, type TokenIssuer } from '../../../simulation/token-issuer.ts';

const ISSUED_AT_MS = Date.UTC(2026, 0, 1);
const LIFETIME_MS = 60_000;

let issuer: TokenIssuer;
let token: string;

beforeAll(async () => {
  issuer = await createTokenIssuer();
  token = await issue(issuer);
});

const issue = ({ issue: sign }: TokenIssuer): Promise<string> =>
  sign({
    subject: 'alice',
    scopes: ['orders:write', 'orders:read'],
    issuedAtMs: ISSUED_AT_MS,
    lifetimeMs: LIFETIME_MS,
  });

/** What a stage that trusts the issuer makes of a token. */
function verify(text: string, atMs = ISSUED_AT_MS, trusted = issuer) {
  return createTokenVerifier(tokenVariables(trusted.config), () => atMs).verify(text);
}

describe('a token of the local issuer', () => {
  it('says who may do what', async () => {
    expect(await verify(token)).toEqual({
      subject: 'alice',
      scopes: ['orders:write', 'orders:read'],
    });
  });

  it('is good to its last second, give or take a minute of the clocks', async () => {
    const endMs = ISSUED_AT_MS + LIFETIME_MS + 60_000;
    expect(await verify(token, endMs - 1_000)).toHaveProperty('subject');
    await expect(verify(token, endMs)).rejects.toThrow(/exp/);
  });

  it('is not good at a stage that trusts another issuer of the same name', async () => {
    const other = await createTokenIssuer();
    expect(other.config.issuer).toBe(issuer.config.issuer);
    await expect(verify(token, ISSUED_AT_MS, other)).rejects.toThrow(/signature/);
  });
});

describe('the key set of the local issuer', () => {
  it('holds no private key', () => {
    const { jwks } = issuer.config;
    const [key] = JSON.parse('inline' in jwks ? jwks.inline : '').keys;
    expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: 'local' });
    expect(key).not.toHaveProperty('d');
  });
});
