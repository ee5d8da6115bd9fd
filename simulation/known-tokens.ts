import type { TokenClaims } from '../functions/runtime/ports.ts';
import { createTokenVerifier } from '../functions/runtime/token-verifier.ts';
import type { TokenIssuer, TokenRequest } from './token-issuer.ts';

interface Verified {
  claims: TokenClaims;
  expiresMs: number;
}

/**
 * A verifier that checks each token's signature once in the process: it depends on the token alone. Whether the
 * token has expired depends on the clock, and is checked each time.
 */
export function rememberingVerifier(): typeof createTokenVerifier {
  const known = new Map<string, Verified>();
  return (variables, nowMs) => {
    const verifier = createTokenVerifier(variables, nowMs);
    return {
      async verify(token) {
        const found = known.get(token);
        if (found && nowMs() < found.expiresMs) return found.claims;
        const claims = await verifier.verify(token);
        known.set(token, { claims, expiresMs: expiryOf(token) });
        return claims;
      },
    };
  };
}

/** Issues each token once in the process; the same customers come in every seed. */
export class TokenDrawer {
  readonly #issuer: TokenIssuer;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(issuer: TokenIssuer) {
    this.#issuer = issuer;
  }

  /** A token of these scopes for `subject`. */
  take(request: TokenRequest): Promise<string> {
    const key = JSON.stringify(request);
    let token = this.#tokens.get(key);
    if (!token) {
      token = this.#issuer.issue(request);
      this.#tokens.set(key, token);
    }
    return token;
  }
}

function expiryOf(token: string): number {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { exp: number }).exp * 1_000;
}
