import { NotSimulatedError } from '../errors.ts';
import type { IntegrationSettings, MethodSettings } from './api-settings.ts';
import type { MethodSpec } from './definition.ts';
import { functionOfUri } from './gateway-services.ts';
import { compileMock, type MockSpec } from './mock-integration.ts';

/** What a method comes to, with its integration; throws NotSimulatedError with the place in `path`. */
export function methodSpec(resourceId: string, settings: MethodSettings): MethodSpec {
  checkAuthorization(settings);
  if (!settings.integration) refuse('Integration', 'a method without integration');
  const isCustom = settings.authorizationType === 'CUSTOM';
  return {
    resourceId,
    httpMethod: settings.httpMethod,
    authoriserId: isCustom ? settings.authorizerId : undefined,
    requestParameters: settings.requestParameters ?? {},
    validatorId: settings.requestValidatorId,
    integration: integrationSpec(settings.integration),
  };
}

/** Throws NotSimulatedError for authorisation other than none or an authoriser's. */
export function checkAuthorization({ authorizationType, authorizerId }: MethodSettings): void {
  if (authorizationType === 'NONE') return;
  if (authorizationType !== 'CUSTOM') {
    refuse('AuthorizationType', `authorisation ${authorizationType}`);
  }
  if (authorizerId === undefined) {
    refuse('AuthorizerId', 'custom authorisation without authoriser');
  }
}

/** What an integration comes to; throws NotSimulatedError for all but functions and static mocks. */
export function integrationSpec(settings: IntegrationSettings): MethodSpec['integration'] {
  if (settings.type === 'MOCK') {
    const mock = mockSpec(settings);
    compileMock(mock);
    // The mocked status chooses one of them; the others have to be static as well.
    for (const { selectionPattern: _, ...response } of mock.responses) {
      compileMock({ ...mock, responses: [response] });
    }
    return mock;
  }
  if (settings.type !== 'AWS_PROXY') refuse('Integration.Type', `integration ${settings.type}`);
  return lambdaSpec(settings);
}

function lambdaSpec(settings: IntegrationSettings): MethodSpec['integration'] {
  const { uri = '', httpMethod, requestTemplates } = settings;
  const functionArn = functionOfUri(uri);
  if (functionArn === undefined) refuse('Integration.Uri', `integration ${uri}`);
  // Lambda is invoked by POST, whatever the client's method.
  if (httpMethod !== 'POST') {
    refuse('Integration.IntegrationHttpMethod', `integration method ${httpMethod}`);
  }
  if (requestTemplates)
    refuse('Integration.RequestTemplates', 'a template for a proxy integration');
  return { functionArn, timeoutMs: settings.timeoutInMillis, credentials: settings.credentials };
}

function mockSpec({
  requestTemplates = {},
  passthroughBehavior,
  responses,
}: IntegrationSettings): MockSpec {
  const { 'application/json': requestTemplate = '', ...others } = requestTemplates;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    refuse('Integration.RequestTemplates', `a request template for ${other}`);
  }
  if (passthroughBehavior === 'NEVER') {
    refuse('Integration.PassthroughBehavior', 'passthrough behaviour NEVER of a mock');
  }
  return {
    requestTemplate,
    responses: [...responses.values()].map((response) => ({
      statusCode: response.statusCode,
      selectionPattern: response.selectionPattern,
      parameters: response.responseParameters,
      templates: response.responseTemplates,
    })),
  };
}

function refuse(path: string, what: string): never {
  throw new NotSimulatedError([{ path, what }]);
}
