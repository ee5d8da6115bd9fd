import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { FUNCTION, type Named, QUEUE } from './request-names.ts';
import { rest } from './signed-requests.ts';

/** Requests of Lambda. */
export function ofLambda(): HttpRequest[] {
  const FilterCriteria = { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] };
  const functions = '/2015-03-31/functions';
  return [
    rest('lambda', 'POST', `${functions}/echo/invocations`, { a: [1] }),
    rest('lambda', 'POST', '/2015-03-31/event-source-mappings', {
      ...{ FunctionName: 'echo', EventSourceArn: QUEUE, BatchSize: 5, FilterCriteria },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
    rest('lambda', 'POST', `${functions}/echo/policy`, {
      ...{ StatementId: 's', Action: 'lambda:InvokeFunction' },
      ...{ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:*:*:rule/r' },
    }),
    rest('lambda', 'POST', functions, {
      ...{ FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'index.handler' },
      ...{ Role: 'arn:aws:iam::000000000000:role/echo', Code: { ZipFile: 'UEsFBgAAAAA=' } },
      Environment: { Variables: { A: 'b' } },
    }),
    rest('lambda', 'PUT', '/2017-10-31/functions/echo/concurrency', {
      ReservedConcurrentExecutions: 5,
    }),
    rest('lambda', 'GET', `${functions}/`),
  ];
}

/** Requests of API Gateway. */
export function ofApiGateway({ restApiId, rootId }: Named): HttpRequest[] {
  const api = `/restapis/${restApiId}`;
  const method = `${api}/resources/${rootId}/methods/GET`;
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
  const text = { 'application/json': '{"message":$context.error.messageString}' };
  return [
    rest('apigateway', 'POST', '/restapis', { name: 'a', tags: { a: 'b' } }),
    rest('apigateway', 'POST', `${api}/resources/${rootId}`, { pathPart: '{a+}' }),
    rest('apigateway', 'PUT', method, { authorizationType: 'NONE', apiKeyRequired: false }),
    rest('apigateway', 'PUT', `${method}/integration`, {
      ...{ type: 'AWS_PROXY', httpMethod: 'POST', uri, timeoutInMillis: 50 },
    }),
    rest('apigateway', 'PUT', `${method}/integration`, {
      ...{ type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } },
    }),
    rest('apigateway', 'PUT', `${method}/integration/responses/200`, {
      selectionPattern: '2..',
      responseTemplates: { 'application/json': '{}' },
    }),
    rest('apigateway', 'POST', `${api}/authorizers`, {
      ...{ name: 'a', type: 'TOKEN', authorizerUri: uri, authorizerResultTtlInSeconds: 5 },
      identitySource: 'method.request.header.Authorization',
      identityValidationExpression: '^Bearer +.+$',
    }),
    rest('apigateway', 'PUT', `${api}/gatewayresponses/DEFAULT_4XX`, {
      ...{ statusCode: '404', responseTemplates: text },
    }),
    rest('apigateway', 'POST', `${api}/deployments`, {
      ...{ stageName: 'v1', variables: { a: 'b' } },
    }),
    rest('apigateway', 'PATCH', `${api}/stages/v1`, {
      patchOperations: [{ op: 'replace', path: '/*/*/throttling/rateLimit', value: '5' }],
    }),
    { method: 'GET', path: `/_aws/execute-api/${restApiId}/v1/a`, headers: {} },
  ];
}

/** Requests of the schema registry. */
export function ofSchemas(): HttpRequest[] {
  return [
    rest('schemas', 'POST', '/v1/registries/name/shop', { Description: 'd' }),
    rest('schemas', 'POST', '/v1/registries/name/shop/schemas/name/a%40B', {
      ...{ Type: 'OpenApi3', Content: '{"openapi":"3.0.0","info":{"title":"a"},"paths":{}}' },
    }),
    rest('schemas', 'GET', '/v1/registries/name/shop/schemas/name/a%40B'),
  ];
}
