import { byGeneratedName } from '../identity.ts';
import type { ResourceType } from '../resource.ts';
import type { IntegrationSettings, MethodSettings } from './api-settings.ts';
import { methodSpec } from './method-spec.ts';
import { withPath } from './template-path.ts';

/** `AWS::ApiGateway::Method`, with a proxy integration of a function or a static MOCK. */
export const methodResourceType: ResourceType = {
  type: 'AWS::ApiGateway::Method',
  properties: {
    RestApiId: 'simulated',
    ResourceId: 'simulated',
    HttpMethod: 'simulated',
    OperationName: 'recorded',
    ApiKeyRequired: { only: [false] },
    AuthorizationType: { only: ['NONE', 'CUSTOM'] },
    AuthorizerId: 'simulated',
    RequestParameters: 'simulated',
    RequestValidatorId: 'simulated',
    MethodResponses: 'recorded',
    'Integration.Type': { only: ['AWS_PROXY', 'MOCK'] },
    'Integration.IntegrationHttpMethod': 'simulated',
    'Integration.Uri': 'simulated',
    'Integration.Credentials': 'simulated',
    'Integration.TimeoutInMillis': 'simulated',
    'Integration.ConnectionType': { only: ['INTERNET'] },
    'Integration.ResponseTransferMode': { only: ['BUFFERED'] },
    'Integration.PassthroughBehavior': 'recorded',
    'Integration.RequestTemplates': 'simulated',
    'Integration.IntegrationResponses.StatusCode': 'simulated',
    'Integration.IntegrationResponses.SelectionPattern': 'simulated',
    'Integration.IntegrationResponses.ResponseParameters': 'simulated',
    'Integration.IntegrationResponses.ResponseTemplates': 'simulated',
  },
  identify: byGeneratedName,
  check: ({ properties }) => withPath(() => void methodSpec('', methodSettings(properties))),
  create({ properties }, { apigateway }) {
    const api = apigateway.restApi(String(properties['RestApiId']));
    const settings = methodSettings(properties);
    api.resource(String(properties['ResourceId'])).methods.set(settings.httpMethod, settings);
  },
};

interface MethodProperties {
  ResourceId: string;
  HttpMethod: string;
  AuthorizationType?: string;
  AuthorizerId?: string;
  OperationName?: string;
  MethodResponses?: MethodResponseProperties[];
  RequestParameters?: Record<string, boolean | string>;
  RequestValidatorId?: string;
  Integration?: IntegrationProperties;
}

interface MethodResponseProperties {
  StatusCode: string | number;
  ResponseParameters?: Record<string, boolean | string>;
  ResponseModels?: Record<string, string>;
}

interface IntegrationProperties {
  Type: string;
  IntegrationHttpMethod?: string;
  Uri?: string;
  Credentials?: string;
  TimeoutInMillis?: number;
  PassthroughBehavior?: string;
  RequestTemplates?: Record<string, string>;
  IntegrationResponses?: {
    StatusCode: string | number;
    SelectionPattern?: string;
    ResponseParameters?: Record<string, string>;
    ResponseTemplates?: Record<string, string>;
  }[];
}

function methodSettings(properties: Record<string, unknown>): MethodSettings {
  const given = properties as unknown as MethodProperties;
  const { MethodResponses = [], RequestParameters, Integration } = given;
  return {
    httpMethod: given.HttpMethod,
    authorizationType: given.AuthorizationType ?? 'NONE',
    authorizerId: given.AuthorizerId,
    operationName: given.OperationName,
    requestParameters: RequestParameters && flags(RequestParameters),
    requestValidatorId: given.RequestValidatorId,
    responses: byStatus(
      MethodResponses.map(({ StatusCode, ResponseParameters, ResponseModels }) => ({
        statusCode: String(StatusCode),
        responseParameters: ResponseParameters && flags(ResponseParameters),
        responseModels: ResponseModels,
      })),
    ),
    integration: Integration && integrationSettings(Integration),
  };
}

function integrationSettings(given: IntegrationProperties): IntegrationSettings {
  const { IntegrationResponses = [], TimeoutInMillis } = given;
  return {
    type: given.Type,
    httpMethod: given.IntegrationHttpMethod,
    uri: given.Uri,
    credentials: given.Credentials,
    timeoutInMillis: TimeoutInMillis === undefined ? undefined : Number(TimeoutInMillis),
    requestTemplates: given.RequestTemplates,
    passthroughBehavior: given.PassthroughBehavior,
    responses: byStatus(
      IntegrationResponses.map((response) => ({
        statusCode: String(response.StatusCode),
        selectionPattern: response.SelectionPattern,
        responseParameters: response.ResponseParameters,
        responseTemplates: response.ResponseTemplates,
      })),
    ),
  };
}

function byStatus<Response extends { statusCode: string }>(
  responses: readonly Response[],
): Map<string, Response> {
  return new Map(responses.map((response) => [response.statusCode, response]));
}

function flags(given: Record<string, boolean | string>): Record<string, boolean> {
  const entries = Object.entries(given).map(([name, value]) => [name, String(value) === 'true']);
  return Object.fromEntries(entries);
}
