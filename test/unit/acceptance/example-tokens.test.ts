import { describe, expect, it } from 'vitest';
import { createTokenVerifier } from '../../../functions/runtime/token-verifier.ts';
import { tokenVariables } from '../../../lib/environment.ts';
import { createTokenIssuer } from '../../../simulation/token-issuer.ts';
import { exampleTokens } from '../../acceptance/example-tokens.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

describe('the tokens that go with a stage', () => {
  it('are taken by the stage that trusts their issuer, for a week', async () => {
    const issuer = await createTokenIssuer();
    const { TOKEN, STAFF } = await exampleTokens(issuer, NOW_MS);
    const variables = tokenVariables(issuer.config);
    const verifier = createTokenVerifier(variables, () => NOW_MS + 6 * 24 * 3_600_000);
    expect(await verifier.verify(TOKEN)).toMatchObject({ scopes: ['orders:write', 'orders:read'] });
    expect((await verifier.verify(STAFF)).scopes).toContain('stock:write');
  });
});
