import type { APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { route } from '../../../../functions/runtime/definition.ts';
import { PermanentError } from '../../../../functions/runtime/errors.ts';
import type { TokenVerifier } from '../../../../functions/runtime/ports.ts';
import { fakePorts, invocation } from '../../../support/ports.ts';
import { proxyEvent, type RequestLike } from '../../../support/requests.ts';

const definition = {
  service: 'things',
  name: 'get-thing',
  method: 'GET',
  path: '/things',
  uses: {},
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 128 },
} as const;

/** A request to a route of a stage without the authoriser; `verify` is what the token comes to. */
async function send(request: RequestLike, verify: TokenVerifier['verify'], isOpen = false) {
  const { ports, noted } = fakePorts({ tokens: { verify } });
  const handler = await bindFunction(
    route({
      ...definition,
      ...(isOpen ? {} : { scope: 'orders:read' }),
      handle: async ({ caller }) => ({ status: 200, body: { caller } }),
    }),
    ports,
    { TOKEN_ISSUER: 'https://issuer.example/' },
  );
  const event = proxyEvent({ method: 'GET', ...request });
  const response = (await handler(event, invocation())) as APIGatewayProxyResult;
  return {
    status: response.statusCode,
    headers: response.headers,
    body: JSON.parse(response.body),
    noted,
  };
}

const bearer = { headers: { authorization: 'Bearer the-token' } };
const asAlice: TokenVerifier['verify'] = async (token) => ({
  subject: `alice by ${token}`,
  scopes: ['orders:read'],
});

describe('a route of a stage without the authoriser', () => {
  it('knows its caller by the token, whatever an authoriser is said to have found', async () => {
    const forged = { ...bearer, authorizer: { principalId: 'mallory', scopes: 'orders:read' } };
    const { status, body } = await send(forged, asAlice);
    expect([status, body.caller]).toEqual([200, 'alice by the-token']);
  });

  it.each([
    ['no token', {}],
    ['another scheme', { headers: { authorization: 'Basic YTpi' } }],
  ])('refuses a request with %s as the gateway does', async (_what, request) => {
    const { status, headers, body } = await send(request, asAlice);
    expect(status).toBe(401);
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    expect(body).toMatchObject({ type: expect.stringMatching(/unauthorised$/), status: 401 });
  });

  it('refuses a bad token', async () => {
    const { status, noted } = await send(bearer, async () => {
      throw new PermanentError('token-refused', 'it has expired');
    });
    expect(status).toBe(401);
    expect(noted.metrics).toEqual([]);
    expect(noted.logs).toMatchObject([{ message: 'Token refused', reason: 'it has expired' }]);
  });

  it('refuses a token without the scope of the route', async () => {
    const other = async () => ({ subject: 'alice', scopes: ['orders:write'] });
    const { status, body } = await send(bearer, other);
    expect(status).toBe(403);
    expect(body.detail).toBe('This needs the scope orders:read; the token has: orders:write');
  });

  it('does not blame the client when the token cannot be verified, and counts it as the authoriser does', async () => {
    const { status, noted } = await send(bearer, async () => {
      throw new Error('the keys cannot be fetched');
    });
    expect(status).toBe(503);
    expect(noted.metrics).toMatchObject([{ name: 'TokensUnverifiable', value: 1 }]);
  });

  it('asks for no token where it is open', async () => {
    const { status, body } = await send({}, asAlice, true);
    expect([status, body.caller]).toEqual([200, '']);
  });
});
