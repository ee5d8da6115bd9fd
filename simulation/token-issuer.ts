import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TokenConfig } from '../lib/config.ts';

/** Who may do what, and for how long. */
export interface TokenRequest {
  subject: string;
  scopes: readonly string[];
  issuedAtMs: number;
  lifetimeMs: number;
}

/** An issuer of access tokens for a stage that no login service stands behind. */
export interface TokenIssuer {
  /** What the stage must trust. */
  config: TokenConfig;
  issue(request: TokenRequest): Promise<string>;
}

const ISSUER = 'https://issuer.orderly.example/';
const AUDIENCE = 'orderly-local';
const ALGORITHM = 'EdDSA';

/** The private key of an issuer, as a JSON Web Key. */
export type IssuerKey = Readonly<JWK>;

/** Makes an issuer with a key of its own, which lives as long as the process. */
export async function createTokenIssuer(): Promise<TokenIssuer> {
  return tokenIssuerOf(await createIssuerKey());
}

/** A fresh key, for an issuer that more than one process speaks for. */
export async function createIssuerKey(): Promise<IssuerKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), alg: ALGORITHM, use: 'sig', kid: 'local' };
}

/** The issuer that signs with this key. */
export function tokenIssuerOf(key: IssuerKey): TokenIssuer {
  const { d: _secret, ...publicKey } = key;
  const signingKey = importJWK(key, ALGORITHM);
  return {
    config: {
      issuer: ISSUER,
      audience: AUDIENCE,
      jwks: { inline: JSON.stringify({ keys: [publicKey] }) },
      leewaySeconds: 60,
      scopeClaim: 'scope',
    },
    issue: async ({ subject, scopes, issuedAtMs, lifetimeMs }) =>
      new SignJWT({ scope: scopes.join(' ') })
        .setProtectedHeader({ alg: ALGORITHM, kid: 'local' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setIssuedAt(Math.floor(issuedAtMs / 1_000))
        .setExpirationTime(Math.floor((issuedAtMs + lifetimeMs) / 1_000))
        .sign(await signingKey),
  };
}
