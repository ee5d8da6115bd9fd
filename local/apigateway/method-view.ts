import type { ApiResource, IntegrationSettings, MethodSettings } from './api-settings.ts';

/** Longest that API Gateway waits for an integration unless it is told otherwise. */
export const DEFAULT_TIMEOUT_MS = 29_000;

/** A resource as GetResource gives it; its methods in full only where they are asked for. */
export function resourceView(resource: ApiResource, withMethods: boolean): object {
  const { id, parentId, pathPart, path, methods } = resource;
  const resourceMethods = [...methods].map(([verb, method]) => [
    verb,
    withMethods ? methodView(method, id) : {},
  ]);
  return {
    id,
    parentId,
    pathPart,
    path,
    resourceMethods: methods.size === 0 ? undefined : Object.fromEntries(resourceMethods),
  };
}

/** A method as GetMethod gives it. */
export function methodView(method: MethodSettings, resourceId: string): object {
  const { authorizationType, authorizerId, integration } = method;
  return {
    httpMethod: method.httpMethod,
    authorizationType,
    authorizerId: authorizationType === 'CUSTOM' ? authorizerId : undefined,
    apiKeyRequired: false,
    operationName: method.operationName,
    requestParameters: method.requestParameters,
    requestValidatorId: method.requestValidatorId,
    methodResponses: byStatus(method.responses),
    methodIntegration: integration && integrationView(integration, resourceId),
  };
}

/** An integration as GetIntegration gives it. */
export function integrationView(integration: IntegrationSettings, resourceId: string): object {
  return {
    type: integration.type,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentials,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior ?? 'WHEN_NO_MATCH',
    timeoutInMillis: integration.timeoutInMillis ?? DEFAULT_TIMEOUT_MS,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    integrationResponses: byStatus(integration.responses),
  };
}

function byStatus(responses: ReadonlyMap<string, object>): Record<string, object> | undefined {
  if (responses.size === 0) return undefined;
  return Object.fromEntries([...responses].map(([status, response]) => [status, { ...response }]));
}
