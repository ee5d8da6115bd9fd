import { NotSimulatedError } from '../errors.ts';
import { byGeneratedName } from '../identity.ts';
import type { ResourceType } from '../resource.ts';
import { functionOfUri } from './gateway-services.ts';
import { compileMock, type MockSpec } from './mock-integration.ts';
import type { MethodSpec } from './rest-api.ts';

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
  check({ properties }) {
    const { integration } = methodSpec(properties);
    if ('requestTemplate' in integration) compileMock(integration);
  },
  create({ properties }, { apigateway }) {
    apigateway.restApi(String(properties['RestApiId'])).methods.push(methodSpec(properties));
  },
};

interface MethodProperties {
  ResourceId: string;
  HttpMethod: string;
  AuthorizationType?: string;
  AuthorizerId?: string;
  RequestParameters?: Record<string, boolean>;
  RequestValidatorId?: string;
  Integration?: IntegrationProperties;
}

interface IntegrationProperties {
  Type: string;
  IntegrationHttpMethod?: string;
  Uri?: string;
  Credentials?: string;
  TimeoutInMillis?: number;
  RequestTemplates?: Record<string, string>;
  IntegrationResponses?: {
    StatusCode: string | number;
    SelectionPattern?: string;
    ResponseParameters?: Record<string, string>;
    ResponseTemplates?: Record<string, string>;
  }[];
}

function methodSpec(properties: Record<string, unknown>): MethodSpec {
  const given = properties as unknown as MethodProperties;
  if (!given.Integration) refuse('Integration', 'a method without integration');
  const isCustom = given.AuthorizationType === 'CUSTOM';
  if (isCustom && given.AuthorizerId === undefined) {
    refuse('AuthorizerId', 'custom authorisation without authoriser');
  }
  return {
    resourceId: given.ResourceId,
    httpMethod: given.HttpMethod,
    authoriserId: isCustom ? given.AuthorizerId : undefined,
    requestParameters: given.RequestParameters ?? {},
    validatorId: given.RequestValidatorId,
    integration:
      given.Integration.Type === 'MOCK'
        ? mockSpec(given.Integration)
        : lambdaSpec(given.Integration),
  };
}

function lambdaSpec(given: IntegrationProperties): MethodSpec['integration'] {
  const { Uri = '', IntegrationHttpMethod, RequestTemplates } = given;
  const functionArn = functionOfUri(Uri);
  if (functionArn === undefined) refuse('Integration.Uri', `integration ${Uri}`);
  // Lambda is invoked by POST, whatever the client's method.
  if (IntegrationHttpMethod !== 'POST') {
    refuse('Integration.IntegrationHttpMethod', `integration method ${IntegrationHttpMethod}`);
  }
  if (RequestTemplates)
    refuse('Integration.RequestTemplates', 'a template for a proxy integration');
  return { functionArn, timeoutMs: given.TimeoutInMillis, credentials: given.Credentials };
}

function mockSpec({
  RequestTemplates,
  IntegrationResponses = [],
}: IntegrationProperties): MockSpec {
  return {
    requestTemplate: RequestTemplates?.['application/json'] ?? '',
    responses: IntegrationResponses.map((response) => ({
      statusCode: String(response.StatusCode),
      selectionPattern: response.SelectionPattern,
      parameters: response.ResponseParameters,
      templates: response.ResponseTemplates,
    })),
  };
}

function refuse(property: string, what: string): never {
  throw new NotSimulatedError([{ path: `Properties.${property}`, what }]);
}
