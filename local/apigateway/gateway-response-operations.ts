import { apiGatewayException, badRequest } from './api-gateway-errors.ts';
import { compileGatewayResponse } from './gateway-responses.ts';
import {
  type ApiGatewayOperation,
  type ApiGatewayPlace,
  listPage,
  type OfApi,
  PAGE,
  type PageInput,
} from './operation.ts';
import { RESPONSE_TYPES, type ResponseType } from './refusal.ts';
import type { RestApi } from './rest-api.ts';

interface OfResponse extends OfApi {
  responseType: string;
}

interface PutInput extends OfResponse {
  statusCode?: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string>;
}

const PATH = '/restapis/{restApiId}/gatewayresponses';
const TYPES = Object.keys(RESPONSE_TYPES);

/** The operations on gateway responses: what an API says where it answers by itself. */
export const gatewayResponseOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  PutGatewayResponse: {
    parameters: [
      'restApiId',
      ...['responseType', 'statusCode', 'responseParameters', 'responseTemplates'],
    ],
    route: `PUT ${PATH}/{responseType}`,
    run: putGatewayResponse,
  },
  GetGatewayResponses: {
    parameters: ['restApiId', ...PAGE],
    route: `GET ${PATH}`,
    run(input: OfApi & PageInput, { gateway }) {
      const api = gateway.restApi(input.restApiId);
      return listPage(
        TYPES,
        (type) => type,
        (type) => responseView(api, type),
        input,
      );
    },
  },
  GetGatewayResponse: {
    parameters: ['restApiId', 'responseType'],
    route: `GET ${PATH}/{responseType}`,
    run({ restApiId, responseType }: OfResponse, { gateway }) {
      checkType(responseType);
      return responseView(gateway.restApi(restApiId), responseType);
    },
  },
  DeleteGatewayResponse: {
    parameters: ['restApiId', 'responseType'],
    route: `DELETE ${PATH}/{responseType}`,
    run({ restApiId, responseType }: OfResponse, { gateway }) {
      checkType(responseType);
      if (!gateway.restApi(restApiId).gatewayResponses.delete(responseType)) {
        throw apiGatewayException('NotFoundException', 'Gateway response type not defined on api');
      }
      return {};
    },
  },
};

function putGatewayResponse(input: PutInput, { gateway }: ApiGatewayPlace): object {
  const { responseType, statusCode, responseParameters, responseTemplates } = input;
  const api = gateway.restApi(input.restApiId);
  checkType(responseType);
  const spec = {
    ...{ type: responseType, statusCode },
    ...{ parameters: responseParameters, templates: responseTemplates },
  };
  compileGatewayResponse(spec);
  api.gatewayResponses.set(responseType, spec);
  return responseView(api, responseType);
}

function checkType(type: string): void {
  if (TYPES.includes(type)) return;
  throw badRequest(`Invalid response type specified. Must be one of: [${TYPES.join(', ')}]`);
}

function responseView(api: RestApi, type: string): object {
  const custom = api.gatewayResponses.get(type);
  if (!custom) return defaultView(type as ResponseType);
  const { statusCode, parameters = {}, templates = {} } = custom;
  return {
    ...{ responseType: type, statusCode, defaultResponse: false },
    ...{ responseParameters: { ...parameters }, responseTemplates: { ...templates } },
  };
}

function defaultView(responseType: ResponseType): object {
  const statusCode = responseType.startsWith('DEFAULT_')
    ? undefined
    : String(RESPONSE_TYPES[responseType].status);
  const member = responseType === 'ACCESS_DENIED' ? 'Message' : 'message';
  const template = `{"${member}":$context.error.messageString}`;
  return {
    ...{ responseType, statusCode, defaultResponse: true },
    ...{ responseParameters: {}, responseTemplates: { 'application/json': template } },
  };
}
