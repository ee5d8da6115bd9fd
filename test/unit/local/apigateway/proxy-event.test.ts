import { describe, expect, it } from 'vitest';
import { ACCOUNT, GatewayFixture, ORDERS_ARN, START_MS } from './gateway-fixture.ts';

describe('the event of a Lambda proxy integration', () => {
  it('has every member of payload version 1.0', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['POST /orders/{id}/cancel'], { variables: { colour: 'blue' } });
    await cloud.send({
      method: 'POST',
      path: '/orders/o-1/cancel',
      query: { reason: ['late'], tag: ['a', 'b'] },
      headers: { 'idempotency-key': 'k1', accept: ['text/html', '*/*'], 'user-agent': 'curl' },
      body: '{"why":"late"}',
      sourceIp: '203.0.113.9',
    });
    const { requestContext, ...event } = cloud.lastEvent;
    const trace = expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(event).toEqual({
      resource: '/orders/{id}/cancel',
      path: '/orders/o-1/cancel',
      httpMethod: 'POST',
      headers: {
        Host: 'api0000001.execute-api.eu-west-1.amazonaws.com',
        'X-Forwarded-For': '203.0.113.9',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
        'X-Amzn-Trace-Id': trace,
        'Idempotency-Key': 'k1',
        'User-Agent': 'curl',
        Accept: '*/*',
      },
      multiValueHeaders: expect.objectContaining({
        'Idempotency-Key': ['k1'],
        Accept: ['text/html', '*/*'],
      }),
      queryStringParameters: { reason: 'late', tag: 'b' },
      multiValueQueryStringParameters: { reason: ['late'], tag: ['a', 'b'] },
      pathParameters: { id: 'o-1' },
      stageVariables: { colour: 'blue' },
      body: '{"why":"late"}',
      isBase64Encoded: false,
    });
    expect(requestContext).toEqual({
      accountId: ACCOUNT,
      apiId: 'api0000001',
      deploymentId: 'dep001',
      domainName: 'api0000001.execute-api.eu-west-1.amazonaws.com',
      domainPrefix: 'api0000001',
      extendedRequestId: expect.stringMatching(/^[0-9a-f]{15}=$/),
      httpMethod: 'POST',
      identity: expect.objectContaining({
        sourceIp: '203.0.113.9',
        userAgent: 'curl',
        accountId: null,
      }),
      path: '/v1/orders/o-1/cancel',
      protocol: 'HTTP/1.1',
      requestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      requestTime: '15/Jan/2027:12:30:45 +0000',
      requestTimeEpoch: START_MS,
      resourceId: '/orders/{id}/cancel',
      resourcePath: '/orders/{id}/cancel',
      stage: 'v1',
    });
  });

  it('has null for what the request has none of', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /health']);
    await cloud.send({ path: '/health', query: {}, body: '' });
    expect(cloud.lastEvent).toMatchObject({
      body: null,
      pathParameters: null,
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      stageVariables: null,
    });
  });

  it('keeps paths and their parameters percent-encoded', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /prices/{sku}']);
    await cloud.send({ path: '/prices/a%2Fb%20c' });
    expect(cloud.lastEvent).toMatchObject({
      path: '/prices/a%2Fb%20c',
      pathParameters: { sku: 'a%2Fb%20c' },
    });
  });

  it('has no hop-by-hop headers', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /health']);
    const headers = { connection: 'keep-alive', 'content-length': '3', te: 'trailers' };
    await cloud.send({ path: '/health', headers: { ...headers, host: 'localhost:3000' } });
    const names = Object.keys(cloud.lastEvent['headers'] as object);
    expect(names.sort()).toEqual([
      'Host',
      'X-Amzn-Trace-Id',
      'X-Forwarded-For',
      'X-Forwarded-Port',
      'X-Forwarded-Proto',
    ]);
    expect(cloud.lastEvent).toMatchObject({ headers: { Host: 'localhost:3000' } });
  });

  it('takes a body of bytes for UTF-8', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['PUT /note']);
    await cloud.send({ method: 'PUT', path: '/note', body: Buffer.from('grün') });
    expect(cloud.lastEvent).toMatchObject({ body: 'grün', isBase64Encoded: false });
  });

  it('goes to the function as its method and resource, for the function policy', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['ANY /orders/{id}']);
    await cloud.send({ path: '/orders/o-1' });
    expect(cloud.invocations).toMatchObject([
      {
        functionArn: ORDERS_ARN,
        caller: {
          kind: 'service',
          service: 'apigateway.amazonaws.com',
          sourceArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:api0000001/v1/*/orders/{id}`,
        },
      },
    ]);
  });
});

describe('the trace of a request', () => {
  it('starts at a stage that traces, and is sampled', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /health'], { tracing: true });
    const response = await cloud.send({ path: '/health' });
    const root = response.headers['x-amzn-trace-id'];
    const [{ traceHeader } = {}] = cloud.invocations;
    expect(traceHeader).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/);
    expect(traceHeader?.startsWith(`${root};`)).toBe(true);
  });

  it('goes on from the root the client sent', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /health'], { tracing: true });
    const root = `Root=1-00000001-${'a'.repeat(24)}`;
    await cloud.send({ path: '/health', headers: { 'x-amzn-trace-id': `${root};Sampled=0` } });
    expect(cloud.invocations[0]?.traceHeader).toContain(root);
  });

  it('is not handed to the function by a stage that does not trace', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /health']);
    await cloud.send({ path: '/health' });
    expect(cloud.invocations[0]?.traceHeader).toBeUndefined();
  });
});
