import type { TokenIssuer } from '../../simulation/token-issuer.ts';

const LIFETIME_MS = 7 * 24 * 3_600_000;

/** Bearer tokens of a customer and of the staff, by the names of the variables that the guides put them in. */
export async function exampleTokens(
  tokens: TokenIssuer,
  nowMs: number,
): Promise<Record<'TOKEN' | 'STAFF', string>> {
  const lifetime = { issuedAtMs: nowMs, lifetimeMs: LIFETIME_MS };
  const customer = { subject: 'you', scopes: ['orders:write', 'orders:read'] };
  const staff = { subject: 'warehouse', scopes: ['prices:write', 'stock:write', 'stock:read'] };
  return {
    TOKEN: await tokens.issue({ ...customer, ...lifetime }),
    STAFF: await tokens.issue({ ...staff, ...lifetime }),
  };
}
