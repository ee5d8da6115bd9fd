import { describe, expect, it } from 'vitest';
import orderingHealth from '../../../../functions/ordering/health.ts';
import { bindFunction } from '../../../../functions/runtime/bind.ts';
import { type Deps, route } from '../../../../functions/runtime/definition.ts';
import { fakePorts, invocation } from '../../../support/ports.ts';
import { proxyEvent } from '../../../support/requests.ts';

const bare = { method: 'GET', authorizer: null, headers: { 'Idempotency-Key': '' } } as const;

describe('a route without a scope', () => {
  it('is open to anyone', async () => {
    const handler = await bindFunction(orderingHealth, fakePorts().ports, {});
    const response = await handler(proxyEvent(bare) as never, invocation());
    expect(response).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"status":"ok","service":"ordering"}',
    });
  });
});

describe('a route that only reads', () => {
  const causes: Deps['cause'][] = [];
  const reading = route({
    service: 'things',
    name: 'get-thing',
    method: 'GET',
    path: '/things',
    uses: {},
    publishes: [],
    limits: { timeoutSeconds: 10, memoryMb: 128 },
    async handle(_request, { cause }) {
      causes.push(cause);
      return { status: 204 };
    },
  });

  it('needs no Idempotency-Key and may answer without a body', async () => {
    const handler = await bindFunction(reading, fakePorts().ports, {});
    const response = await handler(proxyEvent(bare) as never, invocation());
    expect(response).toEqual({ statusCode: 204, headers: {}, body: '' });
  });

  it('goes on with the trace that API Gateway started', async () => {
    const traceHeader = `Root=1-${'a'.repeat(8)}-${'b'.repeat(24)};Parent=${'c'.repeat(16)};Sampled=1`;
    const handler = await bindFunction(reading, fakePorts().ports, {});
    await handler(proxyEvent(bare) as never, { ...invocation(), traceHeader });
    expect(causes.at(-1)?.traceparent).toBe(
      `00-${'a'.repeat(8)}${'b'.repeat(24)}-${'c'.repeat(16)}-01`,
    );
  });
});
