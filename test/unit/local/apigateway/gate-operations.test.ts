import {
  CreateAuthorizerCommand,
  CreateRequestValidatorCommand,
  DeleteAuthorizerCommand,
  DeleteGatewayResponseCommand,
  DeleteMethodCommand,
  DeleteRequestValidatorCommand,
  GetAuthorizerCommand,
  GetAuthorizersCommand,
  GetGatewayResponseCommand,
  GetGatewayResponsesCommand,
  GetRequestValidatorCommand,
  GetRequestValidatorsCommand,
  PutGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { MAX_TTL_SECONDS } from '../../../../local/apigateway/authoriser-operations.ts';
import { AUTHORISER_ARN, policyFor } from './gateway-fixture.ts';
import { ManagementFixture, MISSING_API, uriOf } from './management-fixture.ts';

const TOKEN = {
  name: 'tokens',
  type: 'TOKEN' as const,
  authorizerUri: uriOf(AUTHORISER_ARN),
  identitySource: 'method.request.header.Authorization',
};

function authoriser(shop: ManagementFixture, changes: object = {}) {
  const input = { restApiId: shop.apiId, ...TOKEN, ...changes };
  return shop.call(new CreateAuthorizerCommand(input));
}

describe('an authoriser made by a call', () => {
  it('lets requests in, or not', async () => {
    const shop = await ManagementFixture.create();
    const { id: authorizerId } = await authoriser(shop);
    await shop.proxied(shop.rootId, 'GET', { authorizationType: 'CUSTOM', authorizerId });
    await shop.deploy();
    expect(await shop.get('/')).toBe('401 {"message":"Unauthorized"}');
    shop.function(AUTHORISER_ARN, () => policyFor('Allow', '*'));
    const headers = { authorization: 'Bearer t' };
    expect(await shop.send({ path: '/', headers })).toMatchObject({ status: 204 });
    expect(shop.invocations[0]?.caller).toEqual({
      kind: 'service',
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${shop.apiId}/authorizers/${authorizerId}`,
    });
  });

  it('is described, listed and, once no method uses it, deleted', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const { id } = await authoriser(shop);
    const authorizerId = String(id);
    const described = { id, ...TOKEN, authType: 'custom', authorizerResultTtlInSeconds: 300 };
    const name = { restApiId, authorizerId };
    expect(await shop.call(new GetAuthorizerCommand(name))).toMatchObject(described);
    expect(await shop.call(new GetAuthorizersCommand({ restApiId }))).toMatchObject({
      items: [described],
    });
    const method = { authorizationType: 'CUSTOM', authorizerId };
    const used = await shop.method(shop.rootId, 'GET', method);
    await expect(shop.call(new DeleteAuthorizerCommand(name))).rejects.toMatchObject({
      name: 'ConflictException',
      message: expect.stringContaining('GET /'),
    });
    await shop.call(new DeleteMethodCommand(used));
    await shop.call(new DeleteAuthorizerCommand(name));
    await expect(shop.call(new GetAuthorizerCommand(name))).rejects.toMatchObject({
      ...MISSING_API,
      message: 'Invalid Authorizer identifier specified',
    });
    await expect(shop.call(new DeleteAuthorizerCommand(name))).rejects.toMatchObject(MISSING_API);
  });

  it.each<[string, object, string]>([
    ['no name', { name: '' }, 'BadRequestException'],
    ['no URI', { authorizerUri: undefined }, 'BadRequestException'],
    [
      'a negative time to live',
      { name: 'b', authorizerResultTtlInSeconds: -1 },
      'BadRequestException',
    ],
    [
      'too long a time to live',
      { name: 'b', authorizerResultTtlInSeconds: MAX_TTL_SECONDS + 1 },
      'BadRequestException',
    ],
    ['a name in use', {}, 'ConflictException'],
  ])('is refused with %s', async (_what, changes, name) => {
    const shop = await ManagementFixture.create();
    await authoriser(shop);
    await expect(authoriser(shop, changes)).rejects.toMatchObject({ name });
  });

  it('keeps answers as long as API Gateway does', async () => {
    const shop = await ManagementFixture.create();
    for (const authorizerResultTtlInSeconds of [0, MAX_TTL_SECONDS]) {
      const name = `tokens-${authorizerResultTtlInSeconds}`;
      expect(await authoriser(shop, { name, authorizerResultTtlInSeconds })).toMatchObject({
        authorizerResultTtlInSeconds,
      });
    }
  });

  it.each<[string, object]>([
    ['authoriser of type COGNITO_USER_POOLS', { type: 'COGNITO_USER_POOLS' }],
    ['authoriser arn:cognito', { authorizerUri: 'arn:cognito' }],
    ['identity source context.identity.sourceIp', { identitySource: 'context.identity.sourceIp' }],
    ['kept without an identity source', { identitySource: undefined }],
    ['identity validation expression (', { identityValidationExpression: '(' }],
    ['authoriser of authType other', { authType: 'other' }],
    ['providerARNs of apigateway:CreateAuthorizer', { providerARNs: ['arn'] }],
  ])('is not simulated: %s', async (what, changes) => {
    const shop = await ManagementFixture.create();
    await expect(authoriser(shop, changes)).rejects.toThrow(what);
    expect(shop.failures).toHaveLength(1);
  });
});

describe('a request validator made by a call', () => {
  it('refuses requests that lack what the method requires', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const flags = { validateRequestParameters: true, validateRequestBody: false };
    const made = await shop.call(
      new CreateRequestValidatorCommand({ restApiId, name: 'parameters', ...flags }),
    );
    const requestParameters = { 'method.request.querystring.page': true };
    const method = { requestValidatorId: made['id'], requestParameters };
    await shop.proxied(shop.rootId, 'GET', method);
    await shop.deploy();
    expect(await shop.get('/')).toContain('400');
    expect(await shop.send({ path: '/', query: { page: ['1'] } })).toMatchObject({ status: 204 });
  });

  it('is described, listed and, once no method uses it, deleted', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const made = await shop.call(new CreateRequestValidatorCommand({ restApiId }));
    const flags = { validateRequestBody: false, validateRequestParameters: false };
    expect(made).toMatchObject(flags);
    const name = { restApiId, requestValidatorId: String(made['id']) };
    expect(await shop.call(new GetRequestValidatorCommand(name))).toMatchObject(flags);
    const listed = await shop.call(new GetRequestValidatorsCommand({ restApiId }));
    expect(listed).toMatchObject({ items: [{ id: made['id'], ...flags }] });
    const used = await shop.method(shop.rootId, 'GET', { requestValidatorId: made['id'] });
    const remove = () => shop.call(new DeleteRequestValidatorCommand(name));
    await expect(remove()).rejects.toMatchObject({ name: 'BadRequestException' });
    await shop.call(new DeleteMethodCommand(used));
    await remove();
    const missing = { ...MISSING_API, message: 'Invalid Request Validator identifier specified' };
    await expect(remove()).rejects.toMatchObject(missing);
    await expect(shop.call(new GetRequestValidatorCommand(name))).rejects.toMatchObject(missing);
  });
});

describe('a gateway response put by a call', () => {
  const custom = {
    responseType: 'MISSING_AUTHENTICATION_TOKEN' as const,
    statusCode: '404',
    responseParameters: { 'gatewayresponse.header.X-Why': "'no route'" },
    responseTemplates: { 'application/json': '{"title":$context.error.messageString}' },
  };

  it('is what the API says once it is deployed, until it is deleted', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const { responseType } = custom;
    await shop.proxied(shop.rootId);
    await shop.call(new PutGatewayResponseCommand({ restApiId, ...custom }));
    await shop.deploy();
    expect(await shop.send({ path: '/x' })).toMatchObject({
      ...{ status: 404, body: '{"title":"Missing Authentication Token"}' },
      headers: { 'x-why': 'no route' },
    });
    const name = { restApiId, responseType };
    expect(await shop.call(new GetGatewayResponseCommand(name))).toMatchObject({
      ...{ ...custom, defaultResponse: false },
    });
    await shop.call(new DeleteGatewayResponseCommand(name));
    expect(await shop.call(new GetGatewayResponseCommand(name))).toMatchObject({
      ...{ responseType, statusCode: '403', defaultResponse: true },
      responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    });
    const again = shop.call(new DeleteGatewayResponseCommand(name));
    await expect(again).rejects.toMatchObject(MISSING_API);
    await shop.deploy();
    expect(await shop.get('/x')).toBe('403 {"message":"Missing Authentication Token"}');
  });

  it('is listed among the built-in ones', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    await shop.call(new PutGatewayResponseCommand({ restApiId, ...custom }));
    const { items } = await shop.call(new GetGatewayResponsesCommand({ restApiId }));
    const responses = items as { responseType: string; defaultResponse: boolean }[];
    const own = responses.filter(({ defaultResponse }) => !defaultResponse);
    expect(own.map(({ responseType }) => responseType)).toEqual([custom.responseType]);
    expect(responses).toContainEqual(
      expect.objectContaining({ responseType: 'DEFAULT_4XX', statusCode: undefined }),
    );
  });

  it('is of a type that exists, and does not compute', async () => {
    const shop = await ManagementFixture.create();
    const { apiId: restApiId } = shop;
    const put = (changes: object) =>
      shop.call(new PutGatewayResponseCommand({ restApiId, ...custom, ...changes }));
    await expect(put({ responseType: 'TEAPOT' })).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    const responseTemplates = { 'application/json': '$util.escape("a")' };
    await expect(put({ responseTemplates })).rejects.toThrow('variable $util.escape');
  });
});
