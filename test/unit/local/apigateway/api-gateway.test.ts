import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from '../../../../local/apigateway/api-gateway.ts';
import { NotSimulatedError } from '../../../../local/errors.ts';
import { AccessDeniedError } from '../../../../local/iam/access-denied-error.ts';
import {
  addRoute,
  addStage,
  GatewayFixture,
  ORDERS_ARN,
  Rejection,
  START_MS,
} from './gateway-fixture.ts';

describe('the joined APIs', () => {
  it('send a request to the first API that has its resource and method', async () => {
    const cloud = new GatewayFixture();
    for (const [id, routes] of Object.entries({
      first: ['GET /health'],
      second: ['GET /health', 'GET /stock/{sku}'],
    })) {
      const api = cloud.api(id);
      for (const route of routes) addRoute(api, route);
      addStage(api);
    }
    await cloud.send({ path: '/health' });
    await cloud.send({ path: '/stock/a' });
    const served = cloud.invocations.map(({ event }) => event['requestContext']);
    expect(served).toMatchObject([{ apiId: 'first' }, { apiId: 'second' }]);
  });

  it('answer at their own addresses too, whatever the others serve', async () => {
    const cloud = new GatewayFixture();
    for (const id of ['first', 'second']) {
      const api = cloud.api(id);
      addRoute(api, 'GET /health');
      addStage(api);
    }
    const { status } = await cloud.send({ path: '/_aws/execute-api/second/v1/health' });
    expect(status).toBe(204);
    expect(cloud.lastEvent).toMatchObject({
      path: '/health',
      requestContext: { apiId: 'second', path: '/v1/health' },
    });
  });

  it('say that a token is missing where no API has the path or method, as AWS does', async () => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /orders']);
    const answers = await Promise.all([
      cloud.send({ path: '/nowhere' }),
      cloud.send({ path: '/orders', method: 'DELETE' }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 403,
        body: '{"message":"Missing Authentication Token"}',
        headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
      });
    }
  });

  it('forbid everything where there is no API at all', async () => {
    const answers = await Promise.all([
      new GatewayFixture().send({ path: '/' }),
      new GatewayFixture().send({ path: '/_aws/execute-api/x/y/z' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('are counted, with their errors and their time', async () => {
    const cloud = new GatewayFixture({ latency: { apiGateway: [5] } });
    cloud.openApi(['GET /orders']);
    const both = Promise.all([cloud.send({ path: '/orders' }), cloud.send({ path: '/nowhere' })]);
    await cloud.scheduler.drain();
    await both;
    const sum = (name: string, dimensions: Record<string, string>) =>
      cloud.cloudwatch.statistics({
        metric: { namespace: 'AWS/ApiGateway', name, dimensions },
        statistic: 'Sum',
        periodMs: 60_000,
        startMs: START_MS,
        endMs: START_MS + 60_000,
      })[0]?.value;
    expect(sum('Count', { ApiName: 'api0000001' })).toBe(2);
    expect(sum('4XXError', { ApiName: 'api0000001', Stage: 'v1' })).toBe(1);
    expect(sum('5XXError', { ApiName: 'api0000001' })).toBe(0);
    expect(cloud.scheduler.nowMs()).toBe(START_MS + 10);
  });
});

describe('a request body', () => {
  const send = async (body: string) => {
    const cloud = new GatewayFixture();
    cloud.openApi(['POST /orders']);
    const { status, body: answer } = await cloud.send({ method: 'POST', path: '/orders', body });
    return { status, answer };
  };

  it('may have as many bytes as the gateway takes', async () => {
    expect(await send('x'.repeat(MAX_BODY_BYTES))).toMatchObject({ status: 204 });
  });

  it('is too long with one byte more', async () => {
    const answer = '{"message":"Request Too Long"}';
    expect(await send('x'.repeat(MAX_BODY_BYTES + 1))).toEqual({ status: 413, answer });
    const half = 'é'.repeat(MAX_BODY_BYTES / 2);
    expect(await send(`${half}x`)).toEqual({ status: 413, answer });
  });
});

describe('throttling', () => {
  it('answers 429 once the burst is used up, and lets in again as time refills it', async () => {
    const cloud = new GatewayFixture();
    const setting = { resourcePath: '/*', httpMethod: '*', rateLimit: 2, burstLimit: 3 };
    cloud.openApi(['GET /orders'], { methodSettings: [setting] });
    const burst = [];
    for (let count = 0; count < 4; count += 1) burst.push(await cloud.send({ path: '/orders' }));
    expect(burst.map(({ status }) => status)).toEqual([204, 204, 204, 429]);
    expect(burst[3]).toMatchObject({
      body: '{"message":"Too Many Requests"}',
      headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
    });
    const later: number[] = [];
    cloud.scheduler.after(500, async () => {
      later.push((await cloud.send({ path: '/orders' })).status);
      later.push((await cloud.send({ path: '/orders' })).status);
    });
    await cloud.scheduler.drain();
    expect(later).toEqual([204, 429]);
  });

  it('is counted for each method alone', async () => {
    const cloud = new GatewayFixture();
    const setting = { resourcePath: '/*', httpMethod: '*', rateLimit: 1, burstLimit: 1 };
    cloud.openApi(['GET /orders', 'POST /orders'], { methodSettings: [setting] });
    const answers = [
      await cloud.send({ path: '/orders' }),
      await cloud.send({ path: '/orders', method: 'POST' }),
      await cloud.send({ path: '/orders' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 429]);
  });
});

describe('a function behind the gateway', () => {
  const answerTo = async (body: () => unknown) => {
    const cloud = new GatewayFixture();
    cloud.openApi(['GET /orders']);
    cloud.function(ORDERS_ARN, body);
    const { status, body: text } = await cloud.send({ path: '/orders' });
    return { status, text, failures: cloud.failures };
  };
  const throwing = (error: unknown) => () => {
    throw error;
  };

  it('gives 502 where it fails', async () => {
    expect(await answerTo(throwing(new Error('no')))).toEqual({
      status: 502,
      text: '{"message":"Internal server error"}',
      failures: [],
    });
  });

  it('gives 502 where it answers nonsense', async () => {
    expect(await answerTo(() => 'hello')).toMatchObject({ status: 502, failures: [] });
  });

  it('gives 500 where Lambda has no room for it', async () => {
    const error = Object.assign(new Error('Rate exceeded'), { $fault: 'client' });
    expect(await answerTo(throwing(new Rejection(error)))).toMatchObject({
      status: 500,
      failures: [],
    });
  });

  it('gives 500 and fails where the gateway may not invoke it', async () => {
    const denial = {
      action: 'lambda:InvokeFunction',
      resource: ORDERS_ARN,
      caller: 'apigateway.amazonaws.com',
      reason: 'because no resource-based policy allows the lambda:InvokeFunction action',
    };
    const error = new AccessDeniedError(denial);
    const answer = await answerTo(throwing(new Rejection(error)));
    expect(answer).toMatchObject({ status: 500, failures: [error] });
  });

  it('ends the run where it needs what is not simulated', async () => {
    const error = new NotSimulatedError('version 3 of a function');
    expect(await answerTo(throwing(new Rejection(error)))).toMatchObject({
      status: 500,
      failures: [error],
    });
  });

  it('is invoked in the role of the integration, if API Gateway may assume it', async () => {
    const cloud = new GatewayFixture();
    const credentials = 'arn:aws:iam::123456789012:role/gateway';
    const Principal = { Service: 'apigateway.amazonaws.com' };
    const trustPolicy = { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } };
    cloud.iam.createRole({ name: 'gateway', arn: credentials, trustPolicy });
    const api = cloud.api();
    addRoute(api, 'GET /a', { integration: { functionArn: ORDERS_ARN, credentials } });
    const other = `${credentials}-unknown`;
    addRoute(api, 'GET /b', { integration: { functionArn: ORDERS_ARN, credentials: other } });
    addStage(api);
    await cloud.send({ path: '/a' });
    expect(cloud.invocations).toMatchObject([{ caller: { kind: 'role', roleArn: credentials } }]);
    expect(await cloud.send({ path: '/b' })).toMatchObject({ status: 500 });
    expect(cloud.failures).toMatchObject([{ action: 'sts:AssumeRole', resource: other }]);
  });
});

describe('an integration that takes long', () => {
  const answerAfter = async (functionMs: number, timeoutMs?: number) => {
    const cloud = new GatewayFixture();
    const api = cloud.api();
    addRoute(api, 'GET /slow', { integration: { functionArn: ORDERS_ARN, timeoutMs } });
    addStage(api);
    cloud.function(ORDERS_ARN, async () => {
      await cloud.scheduler.sleep(functionMs);
      return { statusCode: 200 };
    });
    const answering = cloud.send({ path: '/slow' }).then(({ status, body }) => {
      return { status, body, afterMs: cloud.scheduler.nowMs() - START_MS };
    });
    await cloud.scheduler.drain();
    return answering;
  };

  it('is waited for up to 29 seconds', async () => {
    expect(await answerAfter(28_999)).toMatchObject({ status: 200, afterMs: 28_999 });
  });

  it('is answered 504 after that, and what comes later is dropped', async () => {
    expect(await answerAfter(40_000)).toEqual({
      status: 504,
      body: '{"message":"Endpoint request timed out"}',
      afterMs: 29_000,
    });
  });

  it('is given up at its own time-out if that is shorter', async () => {
    expect(await answerAfter(2_000, 1_000)).toMatchObject({ status: 504, afterMs: 1_000 });
  });
});
