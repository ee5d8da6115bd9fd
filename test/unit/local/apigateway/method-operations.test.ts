import {
  DeleteIntegrationCommand,
  DeleteIntegrationResponseCommand,
  DeleteMethodCommand,
  DeleteMethodResponseCommand,
  GetIntegrationCommand,
  GetIntegrationResponseCommand,
  GetMethodCommand,
  GetMethodResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import {
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
} from '../../../../local/apigateway/integration-operations.ts';
import { ManagementFixture, MISSING_API, ORDERS_ARN, uriOf } from './management-fixture.ts';

const PROXY = {
  type: 'AWS_PROXY' as const,
  integrationHttpMethod: 'POST',
  uri: uriOf(ORDERS_ARN),
};
const STATUS = 'Invalid Response status code specified';

describe('a method put by a call', () => {
  it('is described with all that was put, and deleted', async () => {
    const shop = await ManagementFixture.create();
    const requestParameters = { 'method.request.header.Idempotency-Key': true };
    const more = { operationName: 'place', requestParameters };
    const name = await shop.proxied(shop.rootId, 'POST', more);
    const answer = { ...name, statusCode: '202' };
    const responseParameters = { 'method.response.header.Location': true };
    await shop.call(new PutMethodResponseCommand({ ...answer, responseParameters }));
    expect(await shop.call(new GetMethodCommand(name))).toMatchObject({
      ...{ ...more, httpMethod: 'POST', authorizationType: 'NONE', apiKeyRequired: false },
      methodResponses: { 202: { statusCode: '202', responseParameters } },
      methodIntegration: {
        ...{ type: 'AWS_PROXY', httpMethod: 'POST', uri: PROXY.uri },
        ...{ timeoutInMillis: 29_000, passthroughBehavior: 'WHEN_NO_MATCH' },
        cacheNamespace: shop.rootId,
      },
    });
    await shop.call(new DeleteMethodCommand(name));
    await expect(shop.call(new GetMethodCommand(name))).rejects.toMatchObject({
      ...MISSING_API,
      message: 'Invalid Method identifier specified',
    });
    await expect(shop.call(new DeleteMethodCommand(name))).rejects.toMatchObject(MISSING_API);
  });

  it.each<[string, string, object, string]>([
    [
      'an unknown verb',
      'TRACE',
      {},
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST',
    ],
    [
      'an unknown authoriser',
      'GET',
      { authorizationType: 'CUSTOM', authorizerId: 'x' },
      'Invalid authorizer ID specified.',
    ],
    [
      'an unknown validator',
      'GET',
      { requestValidatorId: 'x' },
      'Invalid Request Validator identifier specified',
    ],
    [
      'a parameter of nowhere',
      'GET',
      { requestParameters: { 'method.request.body.a': true } },
      'Invalid mapping expression specified: method.request.body.a',
    ],
    [
      'a parameter twice',
      'GET',
      { requestParameters: { 'method.request.path.a': true, 'method.request.header.a': true } },
      'Parameter names must be unique across querystring, header and path',
    ],
  ])('is refused with %s', async (_what, verb, more, message) => {
    const shop = await ManagementFixture.create();
    const putting = shop.method(shop.rootId, verb, more);
    await expect(putting).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  it('is there once', async () => {
    const shop = await ManagementFixture.create();
    await shop.method(shop.rootId);
    await expect(shop.method(shop.rootId)).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Method already exists for this resource',
    });
  });

  it.each<[string, object]>([
    ['API keys', { apiKeyRequired: true }],
    ['authorisation AWS_IAM', { authorizationType: 'AWS_IAM' }],
    ['requestModels of apigateway:PutMethod', { requestModels: { 'application/json': 'Order' } }],
  ])('is not simulated with %s', async (what, more) => {
    const shop = await ManagementFixture.create();
    await expect(shop.method(shop.rootId, 'GET', more)).rejects.toThrow(what);
    expect(shop.failures).toHaveLength(1);
  });

  it('declares answers, each once, until they are deleted', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    const answer = { ...name, statusCode: '200' };
    const put = (statusCode = '200') =>
      shop.call(new PutMethodResponseCommand({ ...answer, statusCode }));
    await put();
    expect(await shop.call(new GetMethodResponseCommand(answer))).toMatchObject({
      statusCode: '200',
    });
    await expect(put()).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(put('999')).rejects.toMatchObject({ name: 'BadRequestException' });
    await shop.call(new DeleteMethodResponseCommand(answer));
    const missing = { ...MISSING_API, message: STATUS };
    await expect(shop.call(new GetMethodResponseCommand(answer))).rejects.toMatchObject(missing);
    await expect(shop.call(new DeleteMethodResponseCommand(answer))).rejects.toMatchObject(missing);
  });
});

describe('an integration put by a call', () => {
  it('may be a mock with answers', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    const requestTemplates = { 'application/json': '{"statusCode": 200}' };
    await shop.call(new PutIntegrationCommand({ ...name, type: 'MOCK', requestTemplates }));
    const answer = {
      statusCode: '200',
      responseParameters: { 'method.response.header.X-Ping': "'pong'" },
      responseTemplates: { 'application/json': '{"status":"ok"}' },
    };
    await shop.call(new PutIntegrationResponseCommand({ ...name, ...answer }));
    const place = { ...name, statusCode: '200' };
    expect(await shop.call(new GetIntegrationResponseCommand(place))).toMatchObject(answer);
    expect(await shop.call(new GetIntegrationCommand(name))).toMatchObject({
      ...{ type: 'MOCK', requestTemplates },
      integrationResponses: { 200: answer },
    });
    await shop.deploy();
    expect(await shop.send({ path: '/' })).toMatchObject({
      ...{ status: 200, body: '{"status":"ok"}' },
      headers: { 'x-ping': 'pong' },
    });
    await shop.call(new DeleteIntegrationResponseCommand(place));
    const missing = { ...MISSING_API, message: STATUS };
    await expect(shop.call(new GetIntegrationResponseCommand(place))).rejects.toMatchObject(
      missing,
    );
    const removing = shop.call(new DeleteIntegrationResponseCommand(place));
    await expect(removing).rejects.toMatchObject(missing);
  });

  it('is deleted', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.proxied(shop.rootId);
    await shop.call(new DeleteIntegrationCommand(name));
    const missing = { ...MISSING_API, message: 'Invalid Integration identifier specified' };
    await expect(shop.call(new GetIntegrationCommand(name))).rejects.toMatchObject(missing);
    await expect(shop.call(new DeleteIntegrationCommand(name))).rejects.toMatchObject(missing);
  });

  it.each<[string, object, string]>([
    [
      'no verb',
      { integrationHttpMethod: undefined },
      'Enumeration value for HttpMethod must be non-empty',
    ],
    ['no ARN', { uri: 'https://example.com' }, 'Invalid ARN specified in the request'],
    [
      'an ARN of nothing to call',
      { uri: ORDERS_ARN },
      'AWS ARN for integration must contain path or action',
    ],
    [
      'an ARN of SQS',
      { uri: 'arn:aws:apigateway:eu-west-1:sqs:path/q' },
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function",
    ],
    [
      'an unknown behaviour',
      { passthroughBehavior: 'SOMETIMES' },
      'Invalid passthrough behavior specified',
    ],
  ])('is refused with %s', async (_what, change, message) => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    const input = { ...name, ...PROXY, ...change };
    const putting = shop.call(new PutIntegrationCommand(input as never));
    await expect(putting).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  it('waits as long as API Gateway does', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    const put = (timeoutInMillis: number) =>
      shop.call(new PutIntegrationCommand({ ...name, ...PROXY, timeoutInMillis }));
    for (const bound of [MIN_TIMEOUT_MS, MAX_TIMEOUT_MS]) {
      expect(await put(bound)).toMatchObject({ timeoutInMillis: bound });
    }
    for (const beyond of [MIN_TIMEOUT_MS - 1, MAX_TIMEOUT_MS + 1]) {
      await expect(put(beyond)).rejects.toMatchObject({
        message: 'Timeout should be between 50 ms and 29000 ms',
      });
    }
  });

  it.each<[string, object]>([
    ['integration HTTP_PROXY', { type: 'HTTP_PROXY', uri: 'https://example.com' }],
    ['integration method GET', { integrationHttpMethod: 'GET' }],
    ['a template for a proxy integration', { requestTemplates: { 'application/json': '{}' } }],
    ['connection VPC_LINK', { connectionType: 'VPC_LINK' }],
    [
      'mapping template $input.body',
      { type: 'MOCK', requestTemplates: { 'application/json': '$input.body' } },
    ],
    ['contentHandling of apigateway:PutIntegration', { contentHandling: 'CONVERT_TO_TEXT' }],
  ])('is not simulated with %s', async (what, change) => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    const input = { ...name, ...PROXY, ...change };
    await expect(shop.call(new PutIntegrationCommand(input as never))).rejects.toThrow(what);
    expect(shop.failures).toHaveLength(1);
  });

  it('has no answers that are selected by an expression that is none', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    await shop.call(new PutIntegrationCommand({ ...name, type: 'MOCK' }));
    const answer = { statusCode: '500', selectionPattern: '(' };
    await expect(
      shop.call(new PutIntegrationResponseCommand({ ...name, ...answer })),
    ).rejects.toThrow('not simulated: the selection pattern (');
  });

  it('has no answers that compute, chosen or not', async () => {
    const shop = await ManagementFixture.create();
    const name = await shop.method(shop.rootId);
    await shop.call(new PutIntegrationCommand({ ...name, type: 'MOCK' }));
    const answer = { statusCode: '500', selectionPattern: '5..' };
    const responseTemplates = { 'application/json': '$context.requestId' };
    const putting = shop.call(
      new PutIntegrationResponseCommand({ ...name, ...answer, responseTemplates }),
    );
    await expect(putting).rejects.toThrow('mapping template $context.requestId');
    const getting = shop.call(new GetIntegrationResponseCommand({ ...name, statusCode: '500' }));
    await expect(getting).rejects.toMatchObject(MISSING_API);
  });
});
