import { beforeAll, describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../../functions/runtime/token-verifier.ts';
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
  const { issuer: name, audience, jwks } = trusted.config;
  const TOKEN_JWKS = 'inline' in jwks ? jwks.inline : '';
  const variables = { TOKEN_ISSUER: name, TOKEN_AUDIENCE: audience, TOKEN_JWKS };
  return createTokenVerifier(variables, () => atMs).verify(text);
}

describe('a token of the local issuer', () => {
  it('says who may do what', async () => {
    expect(await verify(token)).toEqual({
      subject: 'alice',
      scopes: ['orders:write', 'orders:read'],
    });
  });

  it('is good to its last second and not longer', async () => {
    expect(await verify(token, ISSUED_AT_MS + LIFETIME_MS - 1_000)).toHaveProperty('subject');
    await expect(verify(token, ISSUED_AT_MS + LIFETIME_MS)).rejects.toThrow(/exp/);
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
