import { describe, expect, it } from 'vitest';
import type { FunctionDefinition, Trigger } from '../../functions/runtime/definition.ts';
import { problemResponse, unauthorised } from '../../functions/runtime/problem.ts';
import { namesOf } from '../../lib/names.ts';
import {
  flat,
  type Resource,
  type SynthesizedStack,
  statementsOf,
  synthesize,
} from './synthesis.ts';

const synthesis = await synthesize();
const names = namesOf('dev');
const routes = [...synthesis.functions.values()].filter(({ trigger }) => trigger.kind === 'route');
const routeOf = ({ trigger }: FunctionDefinition) => trigger as Extract<Trigger, { kind: 'route' }>;

/** `POST /orders/{orderId}/cancel` of a method, by its chain of resources. */
function addressOf(stack: SynthesizedStack, { Properties }: Resource): string {
  const parts: string[] = [];
  let id: string | undefined = (Properties['ResourceId'] as { Ref?: string }).Ref;
  while (id !== undefined) {
    const { PathPart, ParentId } = stack.resources[id]!.Properties;
    parts.unshift(PathPart);
    id = (ParentId as { Ref?: string }).Ref;
  }
  return `${Properties['HttpMethod']} /${parts.join('/')}`;
}

function methodOf(definition: FunctionDefinition): Resource {
  const stack = synthesis.of(definition.service);
  const { method, path } = routeOf(definition);
  return stack
    .all('AWS::ApiGateway::Method')
    .map(([, resource]) => resource)
    .find((resource) => addressOf(stack, resource) === `${method} ${path}`)!;
}

describe.each(
  routes.map((one) => [`${routeOf(one).method} ${routeOf(one).path}`, one.service, one] as const),
)('%s of %s', (_address, service, definition) => {
  const stack = synthesis.of(service);
  const { Properties } = methodOf(definition);
  const { scope, method } = routeOf(definition);
  const functionName = names.function(service, definition.name);
  const [functionId] = stack.one('AWS::Lambda::Function', 'FunctionName', functionName);

  it('calls its function, which lets this method of this API call it and nothing else', () => {
    const permissions = stack
      .all('AWS::Lambda::Permission')
      .map(([, permission]) => permission.Properties)
      .filter(({ FunctionName }) => flat(FunctionName) === `${functionId}.Arn`);
    expect(Properties['Integration'].Type).toBe('AWS_PROXY');
    expect(flat(Properties['Integration'].Uri)).toContain(`${functionId}.Arn/invocations`);
    expect(permissions).toHaveLength(1);
    expect(permissions[0]!['Principal']).toBe('apigateway.amazonaws.com');
    const path = routeOf(definition).path.replaceAll(/\{[^}]+\}/g, '*');
    expect(flat(permissions[0]!['SourceArn'])).toMatch(
      new RegExp(`/${method}${path.replaceAll('*', '\\*')}$`),
    );
  });

  it('asks the authoriser unless it is open to anyone', () => {
    const [authorizerId] = stack.all('AWS::ApiGateway::Authorizer')[0] ?? [];
    expect(Properties['AuthorizationType']).toBe(scope === undefined ? 'NONE' : 'CUSTOM');
    expect(Properties['AuthorizerId']).toEqual(
      scope === undefined ? undefined : { Ref: authorizerId },
    );
  });

  it('wants an Idempotency-Key if it is a command', () => {
    const isCommand = method !== 'GET';
    const [validatorId, validator] = stack.all('AWS::ApiGateway::RequestValidator')[0]!;
    expect(validator.Properties['ValidateRequestParameters']).toBe(true);
    expect(Properties['RequestValidatorId']).toEqual(isCommand ? { Ref: validatorId } : undefined);
    expect(Properties['RequestParameters']).toEqual(
      isCommand ? { 'method.request.header.Idempotency-Key': true } : undefined,
    );
  });
});

describe('the routes', () => {
  it('are all those that are deployed', () => {
    for (const stack of synthesis.stacks) {
      const deployed = stack
        .all('AWS::ApiGateway::Method')
        .map(([, method]) => addressOf(stack, method));
      const listed = routes
        .filter(({ service }) => stack.name.endsWith(service))
        .map((one) => `${routeOf(one).method} ${routeOf(one).path}`);
      expect(deployed.sort()).toEqual(listed.sort());
    }
  });

  it('are open to anyone only at /health', () => {
    const open = routes.filter((one) => routeOf(one).scope === undefined);
    expect([...new Set(open.map((one) => routeOf(one).path))]).toEqual(['/health']);
  });
});

describe.each(['ordering', 'inventory'])('the authoriser of %s', (service) => {
  const stack = synthesis.of(service);
  const [, authorizer] = stack.all('AWS::ApiGateway::Authorizer')[0]!;

  it("is the platform's, found by its name, with a role that may call only it", () => {
    const arn = `arn:AWS::Partition:lambda:AWS::Region:AWS::AccountId:function:${names.authoriser}`;
    const [roleId] = authorizer.Properties['AuthorizerCredentials']['Fn::GetAtt'];
    const [, policy] = stack.one('AWS::IAM::Policy', 'Roles', [{ Ref: roleId }]);
    const statements = statementsOf(policy.Properties['PolicyDocument']);
    expect(flat(authorizer.Properties['AuthorizerUri'])).toContain(`functions/${arn}/invocations`);
    expect(authorizer.Properties['Type']).toBe('TOKEN');
    expect(statements).toHaveLength(1);
    expect(statements[0]!.Action).toEqual(['lambda:InvokeFunction']);
    expect(statements[0]!.Resource.map(flat)).toEqual([arn]);
  });
});

describe.each(['payments', 'fulfilment'])('the API of %s', (service) => {
  it('has no authoriser, for it has only open routes', () => {
    expect(synthesis.of(service).all('AWS::ApiGateway::Authorizer')).toEqual([]);
  });
});

describe.each(['ordering', 'inventory', 'payments', 'fulfilment'])('the API of %s', (service) => {
  const stack = synthesis.of(service);
  const [, stage] = stack.all('AWS::ApiGateway::Stage')[0]!;

  it('is regional, throttled, traced and logged', () => {
    const [, api] = stack.all('AWS::ApiGateway::RestApi')[0]!;
    expect(api.Properties['EndpointConfiguration']).toEqual({ Types: ['REGIONAL'] });
    expect(stage.Properties['TracingEnabled']).toBe(true);
    expect(stage.Properties['MethodSettings']).toEqual([
      expect.objectContaining({
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: 500,
        ThrottlingBurstLimit: 1_000,
        DataTraceEnabled: false,
      }),
    ]);
  });

  it('writes a line of JSON a request, without address, headers or body', () => {
    const format = JSON.parse(stage.Properties['AccessLogSetting'].Format);
    expect(Object.keys(format)).toContain('requestId');
    expect(JSON.stringify(format)).not.toMatch(/sourceIp|header|body|userAgent/);
  });

  it('prints its URL', () => {
    expect(flat(stack.outputs['ApiUrl']!.Value)).toMatch(
      /^https:\/\/.*\/dev\/$|^https:\/\/.*Stage.*\/$/,
    );
  });

  it('answers every refusal of its own with a problem', () => {
    const responses = stack.all('AWS::ApiGateway::GatewayResponse');
    const types = responses.map(([, { Properties }]) => Properties['ResponseType']);
    expect(types).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED']));
    for (const [, { Properties }] of responses) {
      const template: string = Properties['ResponseTemplates']['application/json'];
      const body = JSON.parse(template.replace('$context.error.messageString', '"a message"'));
      expect(body).toEqual({
        type: expect.stringMatching(/^https:\/\/orderly\.example\/problems\/[a-z-]+$/),
        title: expect.any(String),
        status: Number(Properties['StatusCode']),
        detail: expect.any(String),
      });
      expect(Properties['ResponseParameters']).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      });
    }
  });

  it('refuses a bad token in the words that the functions use', () => {
    const [, refusal] = stack.one(
      'AWS::ApiGateway::GatewayResponse',
      'ResponseType',
      'UNAUTHORIZED',
    );
    const detail = 'Send a valid access token in the Authorization header';
    const own = problemResponse(unauthorised(detail));
    expect(JSON.parse(refusal.Properties['ResponseTemplates']['application/json'])).toEqual(
      JSON.parse(own.body),
    );
    expect(refusal.Properties['StatusCode']).toBe(String(own.statusCode));
  });

  it('is deployed with all of its own answers', () => {
    const [, deployment] = stack.all('AWS::ApiGateway::Deployment')[0]!;
    const responses = stack.all('AWS::ApiGateway::GatewayResponse').map(([id]) => id);
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(responses));
  });
});
