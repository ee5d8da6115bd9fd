import { describe, expect, it } from 'vitest';
import authorise from '../../../../functions/platform/authorise.ts';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { PermanentError } from '../../../../functions/runtime/errors.ts';
import type { TokenVerifier } from '../../../../functions/runtime/ports.ts';
import { fakePorts, invocation } from '../../../support/ports.ts';

const methodArn = 'arn:aws:execute-api:us-east-1:111122223333:api-1/dev/POST/orders';
const tokens: TokenVerifier = {
  async verify(token) {
    if (token === 'early') throw new TypeError('fetch failed');
    if (token !== 'good') throw new PermanentError('token-refused', 'it has expired');
    return { subject: 'customer-1', scopes: ['orders:read', 'orders:write'] };
  },
};

async function ask(event: object) {
  const { ports, noted } = fakePorts({ tokens });
  const handler = await bindFunction(authorise, ports, {});
  return { answer: handler({ methodArn, ...event } as never, invocation()), noted };
}

const allowed = {
  principalId: 'customer-1',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws:execute-api:us-east-1:111122223333:api-1/dev/*',
      },
    ],
  },
  context: { scopes: 'orders:read orders:write' },
};

describe('the authoriser', () => {
  it.each([
    { type: 'TOKEN', authorizationToken: 'Bearer good' },
    { type: 'TOKEN', authorizationToken: 'bearer good' },
    { type: 'TOKEN', authorizationToken: 'BEARER   good' },
    { type: 'REQUEST', headers: { Authorization: 'Bearer good' } },
    { type: 'REQUEST', headers: { authorization: 'Bearer good' } },
  ])('lets a valid token into the whole stage, with its scopes: %j', async (event) => {
    expect(await (await ask(event)).answer).toEqual(allowed);
  });

  it.each([
    { type: 'TOKEN', authorizationToken: 'Bearer bad' },
    { type: 'TOKEN', authorizationToken: 'Basic good' },
    { type: 'TOKEN', authorizationToken: 'good' },
    { type: 'TOKEN', authorizationToken: '' },
    { type: 'REQUEST', headers: {} },
    { type: 'REQUEST', headers: null },
  ])('throws the word that API Gateway turns into 401: %j', async (event) => {
    await expect((await ask(event)).answer).rejects.toThrow(/^Unauthorized$/);
  });

  it('logs why a token was refused, and not the token', async () => {
    const { answer, noted } = await ask({ type: 'TOKEN', authorizationToken: 'Bearer bad' });
    await expect(answer).rejects.toThrow();
    expect(noted.logs).toEqual([
      {
        level: 'info',
        message: 'Token refused',
        reason: 'it has expired',
      },
    ]);
  });

  it('throws anything else as it is, so that no valid token is called a bad one', async () => {
    const { answer, noted } = await ask({ type: 'TOKEN', authorizationToken: 'Bearer early' });
    await expect(answer).rejects.toThrow('fetch failed');
    expect(noted.metrics).toMatchObject([{ name: 'TokensUnverifiable', value: 1 }]);
  });
});
