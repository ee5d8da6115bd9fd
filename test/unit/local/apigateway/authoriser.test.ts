import { describe, expect, it } from 'vitest';
import {
  type AuthoriserSpec,
  MAX_CACHED_ANSWERS,
  MAX_METHOD_ARN_BYTES,
} from '../../../../local/apigateway/authoriser.ts';
import {
  ACCOUNT,
  AUTHORISER_ARN,
  addAuthoriser,
  addRoute,
  addStage,
  GatewayFixture,
  ORDERS_ARN,
  policyFor,
} from './gateway-fixture.ts';

const STAGE_ARN = `arn:aws:execute-api:eu-west-1:${ACCOUNT}:api0000001/v1`;

/** An API whose `GET` and `POST /orders/{id}` are behind an authoriser that answers `answer`. */
function guarded(
  answer: (event: Record<string, unknown>) => unknown,
  spec: Partial<Omit<AuthoriserSpec, 'sourceArn'>> = {},
): GatewayFixture {
  const cloud = new GatewayFixture();
  const api = cloud.api();
  addAuthoriser(api, spec);
  addRoute(api, 'GET /orders/{id}', { authoriserId: 'auth' });
  addRoute(api, 'POST /orders/{id}', { authoriserId: 'auth' });
  addStage(api, { variables: { tenant: 'blue' } });
  cloud.function(AUTHORISER_ARN, answer);
  return cloud;
}

const withToken = (token: string, path = '/orders/o-1', method = 'GET') => ({
  path,
  method,
  headers: { authorization: token },
});

const asked = (cloud: GatewayFixture): number =>
  cloud.invocations.filter(({ functionArn }) => functionArn === AUTHORISER_ARN).length;

describe('a TOKEN authoriser', () => {
  it('is asked about the token and the method, as itself', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'));
    await cloud.send(withToken('Bearer t'));
    expect(cloud.invocations[0]).toMatchObject({
      functionArn: AUTHORISER_ARN,
      event: {
        type: 'TOKEN',
        methodArn: `${STAGE_ARN}/GET/orders/o-1`,
        authorizationToken: 'Bearer t',
      },
      caller: {
        service: 'apigateway.amazonaws.com',
        sourceArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:api0000001/authorizers/auth`,
      },
    });
  });

  it('passes principal and context on to the function, as text', async () => {
    const answer = { ...policyFor('Allow', '*'), context: { scopes: 'a b', age: 7, vip: true } };
    const cloud = guarded(() => answer);
    const { status } = await cloud.send(withToken('Bearer t'));
    expect(status).toBe(204);
    expect(cloud.lastEvent['requestContext']).toMatchObject({
      authorizer: {
        principalId: 'customer-1',
        integrationLatency: 0,
        scopes: 'a b',
        age: '7',
        vip: 'true',
      },
    });
  });

  it('is not asked without a token, nor about one that does not match its expression', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'), {
      identityValidationExpression: 'Bearer [a-z]+',
    });
    const answers = [
      await cloud.send({ path: '/orders/o-1' }),
      await cloud.send(withToken('')),
      await cloud.send(withToken('Bearer 123')),
      await cloud.send(withToken('a Bearer abc')),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 401,
        body: '{"message":"Unauthorized"}',
        headers: { 'x-amzn-errortype': 'UnauthorizedException' },
      });
    }
    expect(cloud.invocations).toEqual([]);
  });

  it('is asked outside the scheduled world: virtual time waits for it', async () => {
    const cloud = guarded(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return policyFor('Allow', '*');
    });
    let passed = false;
    const answering = cloud.send(withToken('Bearer t')).then(() => passed);
    cloud.scheduler.after(60_000, () => {
      passed = true;
    });
    await cloud.scheduler.drain();
    expect(await answering).toBe(false);
  });
});

describe('what an authoriser answers', () => {
  const statusOf = async (answer: () => unknown) => {
    const cloud = guarded(answer);
    const { status, body, headers } = await cloud.send(withToken('Bearer t'));
    return { status, body, errorType: headers['x-amzn-errortype'], failures: cloud.failures };
  };

  it('denies with 403 where a statement says so', async () => {
    expect(await statusOf(() => policyFor('Deny', '*'))).toEqual({
      status: 403,
      body: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
      errorType: 'AccessDeniedException',
      failures: [],
    });
  });

  it('denies with 403 where no statement allows the method', async () => {
    expect(await statusOf(() => policyFor('Allow', `${STAGE_ARN}/POST/*`))).toMatchObject({
      status: 403,
      body: '{"Message":"User is not authorized to access this resource"}',
    });
  });

  it('denies with 401 where the function throws Unauthorized', async () => {
    const unauthorised = () => {
      throw new Error('Unauthorized');
    };
    expect(await statusOf(unauthorised)).toMatchObject({ status: 401 });
  });

  it('is 500 where the function fails otherwise', async () => {
    const failing = () => {
      throw new Error('table is gone');
    };
    expect(await statusOf(failing)).toMatchObject({
      status: 500,
      body: '{"message":null}',
      errorType: 'AuthorizerFailureException',
      failures: [],
    });
  });

  const { policyDocument } = policyFor('Allow', '*') as { policyDocument: object };
  it.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'Allow'],
    ['no principal', { policyDocument }],
    ['no policy', { principalId: 'a' }],
    ['a policy without statements', { principalId: 'a', policyDocument: { Statement: [] } }],
    ['an unknown effect', policyFor('allow' as 'Allow', '*')],
    ['a statement without resource', policyFor('Allow', undefined)],
    ['a nested context', { ...policyFor('Allow', '*'), context: { roles: ['a'] } }],
    ['a context that is text', { ...policyFor('Allow', '*'), context: 'a' }],
  ])('is 500 where it is malformed: %s', async (_what, answer) => {
    expect(await statusOf(() => answer)).toMatchObject({
      status: 500,
      body: '{"message":null}',
      errorType: 'AuthorizerConfigurationException',
      failures: [],
    });
  });

  it('ends the run where its policy has a condition, which is not simulated', async () => {
    const answer = policyFor('Allow', '*') as { policyDocument: { Statement: object[] } };
    const Condition = { StringEquals: { 'aws:SourceAccount': '1' } };
    answer.policyDocument.Statement = [{ ...answer.policyDocument.Statement[0], Condition }];
    const { status, failures } = await statusOf(() => answer);
    expect(status).toBe(500);
    expect(failures).toMatchObject([{ name: 'NotSimulatedError' }]);
  });
});

describe('the cache of an authoriser', () => {
  it('answers for the same token, and for each method by the policy', async () => {
    const cloud = guarded(() => policyFor('Allow', `${STAGE_ARN}/GET/*`));
    const answers = [
      await cloud.send(withToken('Bearer t')),
      await cloud.send(withToken('Bearer t', '/orders/o-2')),
      await cloud.send(withToken('Bearer t', '/orders/o-2', 'POST')),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 403]);
    expect(asked(cloud)).toBe(1);
  });

  it('asks again for another token, and when the answer has expired', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'), { resultTtlSeconds: 60 });
    await cloud.send(withToken('Bearer t'));
    await cloud.send(withToken('Bearer u'));
    expect(asked(cloud)).toBe(2);
    await cloud.scheduler.sleep(59_999);
    await cloud.send(withToken('Bearer t'));
    expect(asked(cloud)).toBe(2);
    await cloud.scheduler.sleep(1);
    await cloud.send(withToken('Bearer t'));
    expect(asked(cloud)).toBe(3);
  });

  it('keeps nothing where the time to live is 0, nor a refusal by error', async () => {
    const uncached = guarded(() => policyFor('Allow', '*'), { resultTtlSeconds: 0 });
    await uncached.send(withToken('Bearer t'));
    await uncached.send(withToken('Bearer t'));
    expect(asked(uncached)).toBe(2);
    const refusing = guarded(() => {
      throw new Error('Unauthorized');
    });
    await refusing.send(withToken('Bearer t'));
    await refusing.send(withToken('Bearer t'));
    expect(asked(refusing)).toBe(2);
  });

  it('forgets the oldest token when it is full', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'));
    for (let token = 0; token < MAX_CACHED_ANSWERS; token += 1) {
      await cloud.send(withToken(`Bearer ${token}`));
    }
    await cloud.send(withToken('Bearer 0'));
    expect(asked(cloud)).toBe(MAX_CACHED_ANSWERS);
    await cloud.send(withToken('Bearer one-more'));
    await cloud.send(withToken('Bearer 1'));
    expect(asked(cloud)).toBe(MAX_CACHED_ANSWERS + 1);
    await cloud.send(withToken('Bearer 0'));
    expect(asked(cloud)).toBe(MAX_CACHED_ANSWERS + 2);
  });
});

describe('a REQUEST authoriser', () => {
  const identitySource =
    'method.request.header.Authorization, method.request.querystring.shop, stageVariables.tenant';

  it('is asked with the whole request but its body', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'), { type: 'REQUEST', identitySource });
    await cloud.send({ ...withToken('t'), query: { shop: ['x', 'y'] }, body: 'secret' });
    const { event } = cloud.invocations[0]!;
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: `${STAGE_ARN}/GET/orders/o-1`,
      resource: '/orders/{id}',
      path: '/orders/o-1',
      httpMethod: 'GET',
      headers: { Authorization: 't' },
      queryStringParameters: { shop: 'y' },
      multiValueQueryStringParameters: { shop: ['x', 'y'] },
      pathParameters: { id: 'o-1' },
      stageVariables: { tenant: 'blue' },
      requestContext: { stage: 'v1', resourcePath: '/orders/{id}' },
    });
    expect(event).not.toHaveProperty('body');
  });

  it('tells callers apart by every part of their identity', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'), { type: 'REQUEST', identitySource });
    await cloud.send({ ...withToken('ab'), query: { shop: ['c'] } });
    await cloud.send({ ...withToken('a'), query: { shop: ['bc'] } });
    await cloud.send({ ...withToken('a'), query: { shop: ['bc'] } });
    expect(asked(cloud)).toBe(2);
  });

  it('is not asked where any part of the identity is missing', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'), { type: 'REQUEST', identitySource });
    expect(await cloud.send(withToken('t'))).toMatchObject({ status: 401 });
    expect(cloud.invocations).toEqual([]);
  });

  it('is asked about everybody where it has no identity source and keeps nothing', async () => {
    const spec = { type: 'REQUEST', identitySource: undefined, resultTtlSeconds: 0 } as const;
    const cloud = guarded(() => policyFor('Allow', '*'), spec);
    expect(await cloud.send({ path: '/orders/o-1' })).toMatchObject({ status: 204 });
    expect(asked(cloud)).toBe(1);
  });
});

describe('the method ARN', () => {
  const prefix = `${STAGE_ARN}/GET/orders/`;

  it('may be as long as IAM takes, and is answered 414 with one byte more', async () => {
    const cloud = guarded(() => policyFor('Allow', '*'));
    const longest = 'x'.repeat(MAX_METHOD_ARN_BYTES - prefix.length);
    const answers = [
      await cloud.send(withToken('t', `/orders/${longest}`)),
      await cloud.send(withToken('t', `/orders/${longest}x`)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 414]);
    expect(answers[1]?.body).toBe('{"message":"Request URI too long"}');
  });
});

describe('an order of checks', () => {
  it('lets nobody reach parameter validation, or the function, unauthorised', async () => {
    const cloud = new GatewayFixture();
    const api = cloud.api();
    addAuthoriser(api);
    api.validators.set('headers', true);
    addRoute(api, 'POST /orders', {
      authoriserId: 'auth',
      validatorId: 'headers',
      requestParameters: { 'method.request.header.Idempotency-Key': true },
    });
    addStage(api);
    cloud.function(AUTHORISER_ARN, () => policyFor('Deny', '*'));
    const answer = await cloud.send({ ...withToken('t', '/orders', 'POST') });
    expect(answer.status).toBe(403);
    expect(cloud.invocations.map(({ functionArn }) => functionArn)).not.toContain(ORDERS_ARN);
  });
});
