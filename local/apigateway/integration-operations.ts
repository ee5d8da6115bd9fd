import { NotSimulatedError } from '../errors.ts';
import { apiGatewayException, badRequest } from './api-gateway-errors.ts';
import type { IntegrationResponseSettings, IntegrationSettings } from './api-settings.ts';
import { checkStatus } from './method-operations.ts';
import { integrationSpec } from './method-spec.ts';
import { integrationView } from './method-view.ts';
import type { ApiGatewayOperation, ApiGatewayPlace, OfApi } from './operation.ts';

interface OfMethod extends OfApi {
  resourceId: string;
  httpMethod: string;
}

interface PutInput extends OfMethod {
  type?: string;
  integrationHttpMethod?: string;
  uri?: string;
  connectionType?: string;
  credentials?: string;
  requestTemplates?: Record<string, string>;
  passthroughBehavior?: string;
  timeoutInMillis?: number;
}

interface ResponseInput extends OfMethod {
  statusCode: string;
  selectionPattern?: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string>;
}

/** Least `timeoutInMillis`. API_PutIntegration. */
export const MIN_TIMEOUT_MS = 50;

/** Most `timeoutInMillis`, and what it is unless the caller says otherwise. */
export const MAX_TIMEOUT_MS = 29_000;

const OF_METHOD = ['restApiId', 'resourceId', 'httpMethod'];
const PATH = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration';
const RESPONSE_PATH = `${PATH}/responses/{statusCode}`;
const BEHAVIOURS = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];

/** The operations on integrations and on their answers. */
export const integrationOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  PutIntegration: {
    parameters: [
      ...[...OF_METHOD, 'type', 'integrationHttpMethod', 'uri', 'connectionType', 'credentials'],
      ...['requestTemplates', 'passthroughBehavior', 'timeoutInMillis'],
    ],
    route: `PUT ${PATH}`,
    run: putIntegration,
  },
  GetIntegration: {
    parameters: OF_METHOD,
    route: `GET ${PATH}`,
    run: (input: OfMethod, place) => integrationView(integrationOf(input, place), input.resourceId),
  },
  DeleteIntegration: {
    parameters: OF_METHOD,
    route: `DELETE ${PATH}`,
    run(input: OfMethod, place) {
      integrationOf(input, place);
      const { restApiId, resourceId, httpMethod } = input;
      const method = place.gateway.restApi(restApiId).method(resourceId, httpMethod);
      delete method.integration;
      return {};
    },
  },
  PutIntegrationResponse: {
    parameters: [
      ...[...OF_METHOD, 'statusCode', 'selectionPattern', 'responseParameters'],
      'responseTemplates',
    ],
    route: `PUT ${RESPONSE_PATH}`,
    run: putIntegrationResponse,
  },
  GetIntegrationResponse: {
    parameters: [...OF_METHOD, 'statusCode'],
    route: `GET ${RESPONSE_PATH}`,
    run: (input: ResponseInput, place) => ({ ...responseOf(input, place) }),
  },
  DeleteIntegrationResponse: {
    parameters: [...OF_METHOD, 'statusCode'],
    route: `DELETE ${RESPONSE_PATH}`,
    run(input: ResponseInput, place) {
      responseOf(input, place);
      integrationOf(input, place).responses.delete(input.statusCode);
      return {};
    },
  },
};

function putIntegration(input: PutInput, { gateway }: ApiGatewayPlace): object {
  const { restApiId, resourceId, httpMethod, type = '', passthroughBehavior } = input;
  const method = gateway.restApi(restApiId).method(resourceId, httpMethod);
  checkTarget(input);
  if (passthroughBehavior !== undefined && !BEHAVIOURS.includes(passthroughBehavior)) {
    throw badRequest(`Invalid passthrough behavior specified: ${passthroughBehavior}`);
  }
  const { connectionType = 'INTERNET', timeoutInMillis = MAX_TIMEOUT_MS } = input;
  if (connectionType !== 'INTERNET') throw new NotSimulatedError(`connection ${connectionType}`);
  if (timeoutInMillis < MIN_TIMEOUT_MS || timeoutInMillis > MAX_TIMEOUT_MS) {
    throw badRequest(`Timeout should be between ${MIN_TIMEOUT_MS} ms and ${MAX_TIMEOUT_MS} ms`);
  }
  const integration: IntegrationSettings = {
    type,
    httpMethod: input.integrationHttpMethod,
    uri: input.uri,
    credentials: input.credentials,
    timeoutInMillis: input.timeoutInMillis,
    requestTemplates: input.requestTemplates,
    passthroughBehavior,
    responses: new Map(),
  };
  integrationSpec(integration);
  method.integration = integration;
  return integrationView(integration, resourceId);
}

function checkTarget({ type, integrationHttpMethod, uri = '' }: PutInput): void {
  if (type !== 'AWS_PROXY') return;
  if (!integrationHttpMethod) {
    throw badRequest('Enumeration value for HttpMethod must be non-empty');
  }
  if (!/^arn:[\w-]+:/.test(uri)) throw badRequest('Invalid ARN specified in the request');
  if (!/^arn:[\w-]+:apigateway:[\w-]+:[\w.-]+:(path|action)\//.test(uri)) {
    throw badRequest('AWS ARN for integration must contain path or action');
  }
  if (!/:(lambda|firehose):/.test(uri)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose " +
        'stream invocations.',
    );
  }
}

function putIntegrationResponse(input: ResponseInput, place: ApiGatewayPlace): object {
  const { statusCode, selectionPattern, responseParameters, responseTemplates } = input;
  const integration = integrationOf(input, place);
  checkStatus(statusCode);
  const response: IntegrationResponseSettings = {
    ...{ statusCode, selectionPattern, responseParameters, responseTemplates },
  };
  const responses = new Map(integration.responses).set(statusCode, response);
  integrationSpec({ ...integration, responses });
  integration.responses.set(statusCode, response);
  return { ...response };
}

function responseOf(input: ResponseInput, place: ApiGatewayPlace): IntegrationResponseSettings {
  const response = integrationOf(input, place).responses.get(input.statusCode);
  if (response) return response;
  throw apiGatewayException('NotFoundException', 'Invalid Response status code specified');
}

function integrationOf(
  { restApiId, resourceId, httpMethod }: OfMethod,
  { gateway }: ApiGatewayPlace,
): IntegrationSettings {
  return gateway.restApi(restApiId).integration(resourceId, httpMethod);
}
