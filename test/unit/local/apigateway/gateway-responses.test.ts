import { describe, expect, it } from 'vitest';
import type { GatewayResponseSpec } from '../../../../local/apigateway/gateway-responses.ts';
import { compileGatewayResponse } from '../../../../local/apigateway/gateway-responses.ts';
import { addAuthoriser, addRoute, addStage, GatewayFixture, START_MS } from './gateway-fixture.ts';

/** An API with `POST /orders`, which needs a key, and `GET /secret`, which needs a token. */
function customised(...specs: GatewayResponseSpec[]): GatewayFixture {
  const cloud = new GatewayFixture();
  const api = cloud.api();
  addAuthoriser(api);
  api.validators.set('headers', true);
  addRoute(api, 'POST /orders', {
    validatorId: 'headers',
    requestParameters: { 'method.request.header.Idempotency-Key': true },
  });
  addRoute(api, 'GET /secret', { authoriserId: 'auth' });
  addStage(api, { variables: { colour: 'blue' } });
  for (const spec of specs) api.responses.put(spec);
  return cloud;
}

const KEYLESS = { method: 'POST', path: '/orders' };
const JSON_TYPE = 'application/json';

describe('a gateway response', () => {
  it('replaces status, headers and body of its type', async () => {
    const cloud = customised({
      type: 'UNAUTHORIZED',
      statusCode: '407',
      parameters: {
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.WWW-Authenticate': "'Bearer'",
      },
      templates: { [JSON_TYPE]: '{"title":"Who?","detail":$context.error.messageString}' },
    });
    expect(await cloud.send({ path: '/secret' })).toMatchObject({
      status: 407,
      headers: {
        'content-type': 'application/problem+json',
        'www-authenticate': 'Bearer',
        'x-amzn-errortype': 'UnauthorizedException',
      },
      body: '{"title":"Who?","detail":"Unauthorized"}',
    });
  });

  it('keeps the status of its type where it has none', async () => {
    const cloud = customised({ type: 'BAD_REQUEST_PARAMETERS', templates: { [JSON_TYPE]: '{}' } });
    expect(await cloud.send(KEYLESS)).toMatchObject({ status: 400, body: '{}' });
  });

  it('of DEFAULT_4XX stands for every type that has none of its own', async () => {
    const cloud = customised(
      { type: 'DEFAULT_4XX', templates: { [JSON_TYPE]: '"$context.error.responseType"' } },
      { type: 'UNAUTHORIZED', templates: { [JSON_TYPE]: '"own"' } },
      { type: 'DEFAULT_5XX', templates: { [JSON_TYPE]: '"server"' } },
    );
    const answers = [
      await cloud.send({ path: '/nowhere' }),
      await cloud.send(KEYLESS),
      await cloud.send({ path: '/secret' }),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [403, '"MISSING_AUTHENTICATION_TOKEN"'],
      [400, '"BAD_REQUEST_PARAMETERS"'],
      [401, '"own"'],
    ]);
  });

  it('of DEFAULT_5XX changes the status of all server errors, if it has one', async () => {
    const cloud = customised({ type: 'DEFAULT_5XX', statusCode: '503' });
    cloud.function('arn:aws:lambda:eu-west-1:123456789012:function:orders', () => 'nonsense');
    const headers = { 'idempotency-key': 'k' };
    expect(await cloud.send({ ...KEYLESS, headers })).toMatchObject({
      status: 503,
      body: '{"message":"Internal server error"}',
    });
  });

  it('substitutes what is known of the request', async () => {
    const template = [
      '$context.requestId $context.apiId $context.stage $context.httpMethod $context.path',
      '$context.resourcePath ${context.protocol} $context.requestTimeEpoch $context.requestTime',
      '$context.identity.sourceIp $context.identity.userAgent $stageVariables.colour',
      '$context.error.message. $context.error.validationErrorString!',
      '[$context.authorizer.principalId$context.authorizer.scopes$stageVariables.none]',
      '$context.accountId $context.domainName 5$',
    ].join('|');
    const cloud = customised({ type: 'DEFAULT_4XX', templates: { [JSON_TYPE]: template } });
    const headers = { 'user-agent': 'curl' };
    const { body, headers: answered } = await cloud.send({ ...KEYLESS, headers });
    const missing = 'Missing required request parameters: [Idempotency-Key]';
    expect(body.split('|')).toEqual([
      `${answered['x-amzn-requestid']} api0000001 v1 POST /v1/orders`,
      `/orders HTTP/1.1 ${START_MS} 15/Jan/2027:12:30:45 +0000`,
      '127.0.0.1 curl blue',
      `${missing}. ${missing}!`,
      '[]',
      '123456789012 api0000001.execute-api.eu-west-1.amazonaws.com 5$',
    ]);
  });

  it('is chosen by what the client accepts, and is JSON otherwise', async () => {
    const cloud = customised({
      type: 'DEFAULT_4XX',
      templates: { 'text/plain': 'no', [JSON_TYPE]: '"no"', 'text/html': '<p>no</p>' },
    });
    const bodyFor = async (accept?: string) =>
      (await cloud.send({ ...KEYLESS, headers: accept ? { accept } : {} })).body;
    expect(await bodyFor('image/png, text/html;q=0.9')).toBe('<p>no</p>');
    expect(await bodyFor('*/*')).toBe('"no"');
    expect(await bodyFor()).toBe('"no"');
  });

  it('has the one type it has, whatever the client accepts', async () => {
    const cloud = customised({ type: 'DEFAULT_4XX', templates: { 'text/plain': 'no' } });
    expect(await cloud.send(KEYLESS)).toMatchObject({
      body: 'no',
      headers: { 'content-type': 'text/plain' },
    });
  });

  it.each(['$stageVariables.constructor', '$context.authorizer.toString'])(
    'has nothing for %s, which nobody gave it',
    async (template) => {
      const cloud = customised({ type: 'DEFAULT_4XX', templates: { [JSON_TYPE]: template } });
      expect(await cloud.send(KEYLESS)).toMatchObject({ body: '' });
    },
  );

  it.each<[string, GatewayResponseSpec]>([
    ['gateway response TEAPOT', { type: 'TEAPOT' }],
    ['variable $context.error.nothing', withTemplate('$context.error.nothing')],
    ['variable $input.body', withTemplate('$input.body')],
    [
      'response parameter value method.request.header.Origin',
      withParameter('method.request.header.Origin'),
    ],
    ['response parameter header.X', { type: 'THROTTLED', parameters: { 'header.X': "'a'" } }],
    ["response parameter value 'a\nb'", withParameter("'a\nb'")],
    ['status code 600', { type: 'THROTTLED', statusCode: '600' }],
    ['content type a\nb', { type: 'THROTTLED', templates: { 'a\nb': '' } }],
  ])('is refused for %s', (what, spec) => {
    expect(() => compileGatewayResponse(spec)).toThrow(`not simulated: ${what}`);
  });
});

function withTemplate(template: string): GatewayResponseSpec {
  return { type: 'THROTTLED', templates: { [JSON_TYPE]: template } };
}

function withParameter(value: string): GatewayResponseSpec {
  return { type: 'THROTTLED', parameters: { 'gatewayresponse.header.Access-Control': value } };
}

describe('the built-in gateway response', () => {
  it('is a message, the error type and the ids of the request', async () => {
    expect(await customised().send({ path: '/secret' })).toEqual({
      status: 401,
      headers: {
        'content-type': JSON_TYPE,
        'x-amzn-errortype': 'UnauthorizedException',
        'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
        'x-amz-apigw-id': expect.stringMatching(/=$/),
      },
      body: '{"message":"Unauthorized"}',
    });
  });
});
