import { byGeneratedId, byName } from '../identity.ts';
import type { ResourceType } from '../resource.ts';
import { authoriserResourceType } from './authoriser-resource.ts';
import { compileGatewayResponse, type GatewayResponseSpec } from './gateway-responses.ts';
import { methodResourceType } from './method-resource.ts';
import { byResourceId, resourceId, rootOf } from './resource-id.ts';
import { stageResourceType } from './stage-resource.ts';

const restApi: ResourceType = {
  type: 'AWS::ApiGateway::RestApi',
  properties: {
    Name: 'simulated',
    Description: 'simulated',
    EndpointConfiguration: 'recorded',
    ApiKeySourceType: { only: ['HEADER'] },
    DisableExecuteApiEndpoint: { only: [false] },
    Tags: 'simulated',
  },
  identify(_resource, _surroundings, generatedName) {
    const id = resourceId(generatedName, 10);
    return { ref: id, attributes: { RestApiId: id, RootResourceId: rootOf(id) } };
  },
  create({ ref, logicalId, properties }, { apigateway }) {
    const { Description, EndpointConfiguration, Tags = [] } = properties as RestApiProperties;
    apigateway.createRestApi(
      { id: ref, rootResourceId: rootOf(ref) },
      {
        name: String(properties['Name'] ?? logicalId),
        description: Description,
        endpointConfiguration: EndpointConfiguration && { types: EndpointConfiguration.Types },
        tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
      },
    );
  },
};

const resource: ResourceType = {
  type: 'AWS::ApiGateway::Resource',
  properties: { ParentId: 'simulated', PathPart: 'simulated', RestApiId: 'simulated' },
  identify: byResourceId('ResourceId'),
  create({ ref, properties }, { apigateway }) {
    const { RestApiId, ParentId, PathPart } = properties as Record<string, string>;
    apigateway.restApi(RestApiId!).addResource(ref, ParentId!, PathPart!);
  },
};

const deployment: ResourceType = {
  type: 'AWS::ApiGateway::Deployment',
  properties: { RestApiId: 'simulated', Description: 'simulated' },
  identify: byResourceId('DeploymentId'),
  create({ ref, properties }, { apigateway, scheduler }) {
    const { RestApiId, Description } = properties as Record<string, string | undefined>;
    apigateway.restApi(String(RestApiId)).deploy(ref, Description, scheduler.nowMs());
  },
};

const gatewayResponse: ResourceType = {
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: {
    RestApiId: 'simulated',
    ResponseType: 'simulated',
    StatusCode: 'simulated',
    ResponseParameters: 'simulated',
    ResponseTemplates: 'simulated',
  },
  identify: byGeneratedId,
  check: ({ properties }) => void compileGatewayResponse(gatewayResponseSpec(properties)),
  create({ properties }, { apigateway }) {
    const spec = gatewayResponseSpec(properties);
    apigateway.restApi(String(properties['RestApiId'])).gatewayResponses.set(spec.type, spec);
  },
};

const requestValidator: ResourceType = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties: {
    RestApiId: 'simulated',
    Name: 'simulated',
    ValidateRequestParameters: 'simulated',
    // Models are refused on methods, and a body without a model passes any validator.
    ValidateRequestBody: 'simulated',
  },
  identify: byResourceId('RequestValidatorId'),
  create({ ref, properties }, { apigateway }) {
    const { validators } = apigateway.restApi(String(properties['RestApiId']));
    validators.set(ref, {
      name: properties['Name'] as string | undefined,
      validateRequestBody: String(properties['ValidateRequestBody']) === 'true',
      validateRequestParameters: String(properties['ValidateRequestParameters']) === 'true',
    });
  },
};

const model: ResourceType = {
  type: 'AWS::ApiGateway::Model',
  properties: {
    RestApiId: 'recorded',
    Name: 'recorded',
    ContentType: 'recorded',
    Description: 'recorded',
    Schema: 'recorded',
  },
  identify: byName('Name'),
};

const account: ResourceType = {
  type: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: 'recorded' },
  identify: byGeneratedId,
  create({ properties }, { apigateway }) {
    apigateway.cloudWatchRoleArn = properties['CloudWatchRoleArn'] as string | undefined;
  },
};

/** The CloudFormation types of API Gateway's REST APIs. */
export const apigatewayResourceTypes: readonly ResourceType[] = [
  restApi,
  resource,
  methodResourceType,
  authoriserResourceType,
  requestValidator,
  gatewayResponse,
  deployment,
  stageResourceType,
  model,
  account,
];

interface RestApiProperties {
  Description?: string;
  EndpointConfiguration?: { Types?: string[] };
  Tags?: { Key: string; Value: string }[];
}

function gatewayResponseSpec(properties: Record<string, unknown>): GatewayResponseSpec {
  const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = properties;
  return {
    type: String(ResponseType),
    statusCode: StatusCode === undefined ? undefined : String(StatusCode),
    parameters: ResponseParameters as GatewayResponseSpec['parameters'],
    templates: ResponseTemplates as GatewayResponseSpec['templates'],
  };
}
