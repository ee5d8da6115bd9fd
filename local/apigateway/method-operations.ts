import { NotSimulatedError } from '../errors.ts';
import { apiGatewayException, badRequest } from './api-gateway-errors.ts';
import type { MethodResponseSettings, MethodSettings } from './api-settings.ts';
import { checkAuthorization } from './method-spec.ts';
import { methodView } from './method-view.ts';
import type { ApiGatewayOperation, ApiGatewayPlace, OfApi } from './operation.ts';

interface OfMethod extends OfApi {
  resourceId: string;
  httpMethod: string;
}

interface PutInput extends OfMethod {
  authorizationType?: string;
  authorizerId?: string;
  apiKeyRequired?: boolean;
  operationName?: string;
  requestParameters?: Record<string, boolean>;
  requestValidatorId?: string;
}

interface ResponseInput extends OfMethod {
  statusCode: string;
  responseParameters?: Record<string, boolean>;
  responseModels?: Record<string, string>;
}

const OF_METHOD = ['restApiId', 'resourceId', 'httpMethod'];
const PATH = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';
const RESPONSE_PATH = `${PATH}/responses/{statusCode}`;
const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];

/** The operations on methods and on the answers they declare. */
export const methodOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  PutMethod: {
    parameters: [
      ...[...OF_METHOD, 'authorizationType', 'authorizerId', 'apiKeyRequired', 'operationName'],
      ...['requestParameters', 'requestValidatorId'],
    ],
    route: `PUT ${PATH}`,
    run: putMethod,
  },
  GetMethod: {
    parameters: OF_METHOD,
    route: `GET ${PATH}`,
    run: (input: OfMethod, place) => methodView(methodOf(input, place), input.resourceId),
  },
  DeleteMethod: {
    parameters: OF_METHOD,
    route: `DELETE ${PATH}`,
    run(input: OfMethod, place) {
      methodOf(input, place);
      const api = place.gateway.restApi(input.restApiId);
      api.resource(input.resourceId).methods.delete(input.httpMethod);
      return {};
    },
  },
  PutMethodResponse: {
    parameters: [...OF_METHOD, 'statusCode', 'responseParameters', 'responseModels'],
    route: `PUT ${RESPONSE_PATH}`,
    run: putMethodResponse,
  },
  GetMethodResponse: {
    parameters: [...OF_METHOD, 'statusCode'],
    route: `GET ${RESPONSE_PATH}`,
    run: (input: ResponseInput, place) => ({ ...responseOf(input, place) }),
  },
  DeleteMethodResponse: {
    parameters: [...OF_METHOD, 'statusCode'],
    route: `DELETE ${RESPONSE_PATH}`,
    run(input: ResponseInput, place) {
      responseOf(input, place);
      methodOf(input, place).responses.delete(input.statusCode);
      return {};
    },
  },
};

function putMethod(input: PutInput, place: ApiGatewayPlace): object {
  const { httpMethod, authorizationType = '', apiKeyRequired, requestParameters } = input;
  const api = place.gateway.restApi(input.restApiId);
  const { methods } = api.resource(input.resourceId);
  if (!VERBS.includes(httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${VERBS.join(',')}`);
  }
  if (methods.has(httpMethod)) {
    throw apiGatewayException('ConflictException', 'Method already exists for this resource');
  }
  if (apiKeyRequired) throw new NotSimulatedError('API keys');
  checkParameterNames(requestParameters);
  const { authorizerId, requestValidatorId, operationName } = input;
  if (authorizationType === 'CUSTOM' && !api.authorisers.has(authorizerId ?? '')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or ' +
        'COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
  if (requestValidatorId !== undefined && !api.validators.has(requestValidatorId)) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  const method: MethodSettings = {
    ...{ httpMethod, authorizationType, authorizerId, operationName, requestParameters },
    requestValidatorId,
    responses: new Map(),
  };
  checkAuthorization(method);
  methods.set(httpMethod, method);
  return methodView(method, input.resourceId);
}

function checkParameterNames(parameters: PutInput['requestParameters'] = {}): void {
  const names = Object.keys(parameters).map((source) => source.split('.').slice(3).join('.'));
  if (new Set(names).size < names.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path');
  }
  for (const source of Object.keys(parameters)) {
    if (/^method\.request\.(header|querystring|path)\../.test(source)) continue;
    throw badRequest(`Invalid mapping expression specified: ${source}`);
  }
}

function putMethodResponse(input: ResponseInput, place: ApiGatewayPlace): object {
  const { statusCode, responseParameters, responseModels } = input;
  const { responses } = methodOf(input, place);
  checkStatus(statusCode);
  if (responses.has(statusCode)) {
    throw apiGatewayException('ConflictException', 'Response already exists for this resource');
  }
  const response = { statusCode, responseParameters, responseModels };
  responses.set(statusCode, response);
  return { ...response };
}

function responseOf(input: ResponseInput, place: ApiGatewayPlace): MethodResponseSettings {
  const response = methodOf(input, place).responses.get(input.statusCode);
  if (response) return response;
  throw apiGatewayException('NotFoundException', 'Invalid Response status code specified');
}

function methodOf(
  { restApiId, resourceId, httpMethod }: OfMethod,
  { gateway }: ApiGatewayPlace,
): MethodSettings {
  return gateway.restApi(restApiId).method(resourceId, httpMethod);
}

/** Throws BadRequestException for a status that is none. */
export function checkStatus(statusCode: string): void {
  if (/^[1-5]\d\d$/.test(statusCode)) return;
  throw badRequest(`Invalid status code specified: ${statusCode}`);
}
