import { describe, expect, it } from 'vitest';
import type { MethodSpec } from '../../../../local/apigateway/definition.ts';
import { throttleOf } from '../../../../local/apigateway/method-settings.ts';
import { compileMock } from '../../../../local/apigateway/mock-integration.ts';
import { addRoute, addStage, GatewayFixture } from './gateway-fixture.ts';

function served(method: Partial<MethodSpec>, validates = true): GatewayFixture {
  const cloud = new GatewayFixture();
  const api = cloud.api();
  api.validators.set('parameters', validates);
  addRoute(api, 'GET /orders', method);
  addStage(api);
  return cloud;
}

describe('required parameters', () => {
  const method = {
    validatorId: 'parameters',
    requestParameters: {
      'method.request.header.Idempotency-Key': true,
      'method.request.querystring.page': true,
      'method.request.querystring.size': false,
      'method.request.path.id': true,
    },
  };

  it('are named where they are missing or blank', async () => {
    const cloud = served(method);
    const headers = { 'idempotency-key': '  ' };
    expect(await cloud.send({ path: '/orders', headers })).toMatchObject({
      status: 400,
      body: '{"message":"Missing required request parameters: [Idempotency-Key, page]"}',
      headers: { 'x-amzn-errortype': 'BadRequestException' },
    });
    expect(cloud.invocations).toEqual([]);
  });

  it('let a request pass that has them', async () => {
    const headers = { 'idempotency-key': 'k' };
    const request = { path: '/orders', headers, query: { page: ['1'] } };
    expect(await served(method).send(request)).toMatchObject({ status: 204 });
  });

  it('are only looked at by a validator of parameters', async () => {
    const { validatorId: _none, ...unvalidated } = method;
    const answers = [
      await served(unvalidated).send({ path: '/orders' }),
      await served(method, false).send({ path: '/orders' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  });
});

describe('a MOCK integration', () => {
  it('answers a preflight with static headers', async () => {
    const cloud = served({
      integration: {
        requestTemplate: '{ statusCode: 200 }',
        responses: [
          {
            statusCode: '204',
            parameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
          },
        ],
      },
    });
    expect(await cloud.send({ path: '/orders' })).toEqual({
      status: 204,
      headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
      body: '',
    });
  });

  it('chooses its answer by the mocked status', async () => {
    const responses = [
      { statusCode: '200', templates: { 'text/plain': 'fine' } },
      { statusCode: '500', selectionPattern: '5\\d{2}', templates: { 'text/plain': 'bad' } },
    ];
    const bodyOf = async (status: number) => {
      const requestTemplate = `{"statusCode": ${status}}`;
      return (
        await served({ integration: { requestTemplate, responses } }).send({ path: '/orders' })
      ).body;
    };
    expect(await bodyOf(200)).toBe('fine');
    expect(await bodyOf(503)).toBe('bad');
  });

  it('is an internal error without a status or an answer', async () => {
    const answers = [
      await served({ integration: { requestTemplate: '', responses: [] } }).send({
        path: '/orders',
      }),
      await served({ integration: { requestTemplate: '{"statusCode":200}', responses: [] } }).send({
        path: '/orders',
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
  });

  it('is refused with templates that compute', () => {
    const computed = { requestTemplate: '{"statusCode": $input.params("s")}', responses: [] };
    expect(() => compileMock(computed)).toThrow('not simulated: mapping template');
  });
});

describe('method settings', () => {
  const forAll = { resourcePath: '/*', httpMethod: '*', rateLimit: 100, burstLimit: 50 };

  it('hold for every method unless one has its own', () => {
    const own = { resourcePath: '/~1orders~1{id}', httpMethod: 'GET', rateLimit: 5 };
    expect(throttleOf([forAll, own], '/orders/{id}', 'GET')).toEqual({
      rateLimit: 5,
      burstLimit: 50,
    });
    expect(throttleOf([forAll, own], '/orders/{id}', 'PUT')).toEqual({
      rateLimit: 100,
      burstLimit: 50,
    });
  });

  it('of the root are told from those for all', () => {
    const root = { resourcePath: '/', httpMethod: 'GET', rateLimit: 1, burstLimit: 1 };
    expect(throttleOf([root], '/', 'GET')).toEqual({ rateLimit: 1, burstLimit: 1 });
    expect(throttleOf([root], '/orders', 'GET')).toBeUndefined();
  });

  it('throttle nothing where they name no limit', () => {
    expect(throttleOf([{ resourcePath: '/*', httpMethod: '*' }], '/orders', 'GET')).toBeUndefined();
  });
});
