import {
  AuthorizationType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  MockIntegration,
  RequestAuthorizer,
  ResponseType,
  RestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { apigatewayResourceTypes } from '../../../../local/apigateway/resources.ts';
import { ApiGatewayService } from '../../../../local/apigateway/service.ts';
import { createResources, loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { Template } from '../../../../local/cloudformation/template.ts';
import type { Engines } from '../../../../local/engines.ts';
import { problemsOf } from '../../../../local/errors.ts';
import { iamResourceTypes } from '../../../../local/iam/resources.ts';
import { Logs } from '../../../../local/logs/logs.ts';
import { logsResourceTypes } from '../../../../local/logs/resources.ts';
import type { ResourceType } from '../../../../local/resource.ts';
import { surroundings } from '../surroundings.ts';
import {
  ACCOUNT,
  AUTHORISER_ARN,
  GatewayFixture,
  ORDERS_ARN,
  policyFor,
} from './gateway-fixture.ts';

/** Of another service, and without effect here. */
const permission: ResourceType = {
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: 'recorded',
    FunctionName: 'recorded',
    Principal: 'recorded',
    SourceArn: 'recorded',
  },
  identify: (_resource, _surroundings, ref) => ({ ref, attributes: {} }),
};
const TYPES = [...apigatewayResourceTypes, ...logsResourceTypes, ...iamResourceTypes, permission];

/** Loads a template into a gateway. */
function load(template: Template): GatewayFixture {
  const cloud = new GatewayFixture();
  const [stack] = loadStacks([{ name: 'shop', template }], TYPES, surroundings);
  const { gateway: apigateway, iam, scheduler } = cloud;
  const logs = new Logs(surroundings, 0);
  const engines = { apigateway, iam, scheduler, logs } as Engines;
  createResources(stack!.resources, TYPES, engines);
  return cloud;
}

/** What the CDK makes of a REST API with all that a service would use of one. */
function synthesized(): Template {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { '@aws-cdk/aws-apigateway:disableCloudWatchRole': false },
  });
  const stack = new Stack(app, 'Shop', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  const orders = LambdaFunction.fromFunctionArn(stack, 'Orders', ORDERS_ARN);
  const handler = LambdaFunction.fromFunctionArn(stack, 'Authoriser', AUTHORISER_ARN);
  const assumeRole = new Role(stack, 'Role', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
  });
  const identitySources = [IdentitySource.header('Authorization')];
  const authorizer = new RequestAuthorizer(stack, 'Request', {
    handler,
    identitySources,
    assumeRole,
  });
  const token = new TokenAuthorizer(stack, 'Token', {
    handler,
    assumeRole,
    validationRegex: 'Bearer .+',
    resultsCacheTtl: Duration.minutes(1),
  });
  const api = new RestApi(stack, 'Api', {
    restApiName: 'shop',
    endpointTypes: [EndpointType.REGIONAL],
    deployOptions: {
      stageName: 'v1',
      tracingEnabled: true,
      metricsEnabled: true,
      loggingLevel: MethodLoggingLevel.ERROR,
      throttlingRateLimit: 100,
      throttlingBurstLimit: 50,
      accessLogDestination: new LogGroupLogDestination(new LogGroup(stack, 'AccessLog')),
      methodOptions: { '/orders/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 1 } },
      variables: { colour: 'blue' },
    },
  });
  const requestValidator = api.addRequestValidator('Headers', { validateRequestParameters: true });
  const placing = api.root.addResource('orders');
  placing.addMethod('POST', new LambdaIntegration(orders), {
    requestValidator,
    requestParameters: { 'method.request.header.Idempotency-Key': true },
  });
  const order = placing.addResource('{id}');
  order.addMethod('GET', new LambdaIntegration(orders, { timeout: Duration.seconds(20) }), {
    authorizer,
  });
  order.addResource('{rest+}').addMethod('ANY', new LambdaIntegration(orders), {
    authorizer: token,
    authorizationType: AuthorizationType.CUSTOM,
  });
  const options = { allowOrigins: ['*'] };
  api.root
    .addResource('ping', { defaultCorsPreflightOptions: options })
    .addMethod('GET', pong(), { methodResponses: [{ statusCode: '200' }] });
  api.addGatewayResponse('NotFound', {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: '404',
    templates: { 'application/json': '{"title":$context.error.messageString}' },
  });
  return app.synth().getStackByName('Shop').template as Template;
}

function pong(): MockIntegration {
  return new MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      { statusCode: '200', responseTemplates: { 'application/json': '{"status":"ok"}' } },
    ],
  });
}

describe('a REST API that the CDK synthesized', () => {
  let template: Template;
  beforeAll(() => {
    template = synthesized();
  });

  it('serves methods, with their validators and throttles', async () => {
    const cloud = load(template);
    const request = { method: 'POST', path: '/orders', headers: { 'idempotency-key': 'k' } };
    const answers = [await cloud.send(request), await cloud.send(request)];
    expect(answers.map(({ status }) => status)).toEqual([204, 429]);
    expect(cloud.lastEvent).toMatchObject({
      stageVariables: { colour: 'blue' },
      requestContext: { stage: 'v1' },
    });
    expect(cloud.invocations[0]?.traceHeader).toContain('Sampled=1');
    const keyless = await load(template).send({ ...request, headers: {} });
    expect(keyless.status).toBe(400);
  });

  it('asks authorisers in their role', async () => {
    const cloud = load(template);
    cloud.function(AUTHORISER_ARN, () => policyFor('Allow', '*'));
    const headers = { authorization: 'Bearer t' };
    const answers = [
      await cloud.send({ path: '/orders/o-1', headers }),
      await cloud.send({ path: '/orders/o-1/lines/1', headers, method: 'PATCH' }),
      await cloud.send({ path: '/orders/o-1/lines/1', headers: { authorization: 't' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 401]);
    const asked = cloud.invocations.filter(({ functionArn }) => functionArn === AUTHORISER_ARN);
    expect(asked).toMatchObject([
      { event: { type: 'REQUEST' }, caller: { kind: 'role' } },
      { event: { type: 'TOKEN' }, caller: { kind: 'role' } },
    ]);
  });

  it('is read by calls as the template has it', () => {
    const cloud = load(template);
    const service = new ApiGatewayService({ gateway: cloud.gateway, foundation: cloud.foundation });
    const read = (operation: string, input: object = {}) =>
      service.execute(operation, input).output as { items: Record<string, unknown>[] };
    const [api] = read('GetRestApis').items;
    expect(api).toMatchObject({ name: 'shop', endpointConfiguration: { types: ['REGIONAL'] } });
    const of = { restApiId: api?.['id'] };
    const resources = read('GetResources', { ...of, embed: ['methods'] }).items;
    expect(resources.map(({ path }) => path).sort()).toEqual([
      ...['/', '/orders', '/orders/{id}', '/orders/{id}/{rest+}', '/ping'],
    ]);
    const authorizerNames = read('GetAuthorizers', of).items.map(({ type }) => type);
    expect(authorizerNames.sort()).toEqual(['REQUEST', 'TOKEN']);
    const placing = resources.find(({ path }) => path === '/orders');
    expect(placing).toMatchObject({
      resourceMethods: {
        POST: {
          requestParameters: { 'method.request.header.Idempotency-Key': true },
          methodIntegration: { type: 'AWS_PROXY', uri: expect.stringContaining(ORDERS_ARN) },
        },
      },
    });
    expect(read('GetRequestValidators', of).items).toMatchObject([
      { validateRequestParameters: true },
    ]);
    expect(read('GetStage', { ...of, stageName: 'v1' })).toMatchObject({
      ...{ tracingEnabled: true, variables: { colour: 'blue' } },
      methodSettings: {
        '*/*': { throttlingRateLimit: 100, loggingLevel: 'ERROR', metricsEnabled: true },
        '~1orders/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 1 },
      },
    });
    const { cloudwatchRoleArn } = service.execute('GetAccount', {}).output as {
      cloudwatchRoleArn: string;
    };
    expect(cloudwatchRoleArn).toContain(':role/');
  });

  it('answers preflights, mocks and gateway responses', async () => {
    const cloud = load(template);
    const preflight = await cloud.send({ method: 'OPTIONS', path: '/ping' });
    expect(preflight).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': '*' },
    });
    expect(await cloud.send({ path: '/ping' })).toMatchObject({ body: '{"status":"ok"}' });
    expect(await cloud.send({ path: '/nowhere' })).toMatchObject({
      status: 404,
      body: '{"title":"Missing Authentication Token"}',
    });
    expect(cloud.failures).toEqual([]);
  });
});

describe('a template of API Gateway', () => {
  const uri = (target: string): string =>
    `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${target}/invocations`;
  const lambda = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri(ORDERS_ARN) };
  const refusals = (type: string, properties: object): string[] => {
    const Resources = { It: { Type: `AWS::ApiGateway::${type}`, Properties: { ...properties } } };
    const template = { Resources };
    return problemsOf(() => void load(template)).map(({ path, what }) => `${path}: ${what}`);
  };
  const method = (properties: object): string[] =>
    refusals('Method', { HttpMethod: 'GET', RestApiId: 'a', ResourceId: 'b', ...properties });

  it('is refused for integrations other than a function or a mock', () => {
    expect(method({ Integration: { Type: 'HTTP_PROXY', Uri: 'https://example.com' } })).not.toEqual(
      [],
    );
    expect(
      method({ Integration: { ...lambda, Uri: 'arn:aws:apigateway:eu-west-1:sqs:path/q' } }),
    ).toEqual(['Properties.Integration.Uri: integration arn:aws:apigateway:eu-west-1:sqs:path/q']);
    expect(method({ Integration: { ...lambda, IntegrationHttpMethod: 'GET' } })).toEqual([
      'Properties.Integration.IntegrationHttpMethod: integration method GET',
    ]);
    expect(method({ Integration: { ...lambda, RequestTemplates: {} } })).toEqual([
      'Properties.Integration.RequestTemplates: a template for a proxy integration',
    ]);
    expect(method({})).toEqual(['Properties.Integration: a method without integration']);
  });

  it('is refused for authorisation it does not simulate', () => {
    const open = method({ Integration: lambda, AuthorizationType: 'AWS_IAM' });
    expect(open[0]).toContain('AWS_IAM');
    expect(method({ Integration: lambda, AuthorizationType: 'CUSTOM' })).toEqual([
      'Properties.AuthorizerId: custom authorisation without authoriser',
    ]);
    expect(refusals('Authorizer', { Type: 'TOKEN', AuthorizerUri: 'arn:cognito' })).toEqual([
      'Properties.AuthorizerUri: authoriser arn:cognito',
    ]);
    const AuthorizerUri = uri(AUTHORISER_ARN);
    expect(refusals('Authorizer', { Type: 'REQUEST', AuthorizerUri })).toEqual([
      'Properties.IdentitySource: an authoriser whose answers are kept without an identity source',
    ]);
    const IdentitySource = 'context.identity.sourceIp';
    const [identity] = refusals('Authorizer', { Type: 'REQUEST', AuthorizerUri, IdentitySource });
    expect(identity).toContain('identity source context.identity.sourceIp');
  });

  it('is refused for gateway responses that compute', () => {
    const ResponseTemplates = { 'application/json': '$util.escape("a")' };
    const [refusal] = refusals('GatewayResponse', { ResponseType: 'THROTTLED', ResponseTemplates });
    expect(refusal).toContain('variable $util.escape');
  });

  it('is refused for properties it does not know', () => {
    expect(refusals('RestApi', { Name: 'a', BinaryMediaTypes: ['*/*'] })[0]).toContain(
      'BinaryMediaTypes',
    );
    expect(method({ Integration: lambda, ApiKeyRequired: true })[0]).toContain('ApiKeyRequired');
  });
});
