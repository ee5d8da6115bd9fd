import { badRequest } from './api-gateway-errors.ts';
import type { ApiResource, AuthoriserSettings, ValidatorSettings } from './api-settings.ts';
import { authoriserSpec } from './authoriser-spec.ts';
import { Definition } from './definition.ts';
import type { GatewayResponseSpec } from './gateway-responses.ts';
import { methodSpec } from './method-spec.ts';

/** One deployment: the API as it was when it was made. */
export interface Deployment {
  readonly id: string;
  readonly createdMs: number;
  readonly definition: Definition;
  description: string | undefined;
}

/** What of an API is deployed. */
export interface Deployable {
  readonly rootResourceId: string;
  /** Parents before their children. */
  readonly resources: ReadonlyMap<string, ApiResource>;
  readonly authorisers: ReadonlyMap<string, AuthoriserSettings>;
  readonly validators: ReadonlyMap<string, ValidatorSettings>;
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseSpec>;
}

/**
 * What an API would serve as it stands. Throws BadRequestException for an API without methods or integrations,
 * and NotSimulatedError. API Gateway Developer Guide, "Deploy REST APIs".
 */
export function definitionOf(api: Deployable): Definition {
  const definition = new Definition(api.rootResourceId);
  for (const { id, parentId, pathPart, methods } of api.resources.values()) {
    if (parentId !== undefined) definition.addResource(id, parentId, pathPart!);
    for (const method of methods.values()) {
      if (!method.integration) throw badRequest('No integration defined for method');
      definition.methods.push(methodSpec(id, method));
    }
  }
  if (definition.methods.length === 0) {
    throw badRequest("The REST API doesn't contain any methods");
  }
  for (const [id, settings] of api.authorisers) {
    definition.authorisers.set(id, authoriserSpec(settings));
  }
  for (const [id, { validateRequestParameters }] of api.validators) {
    definition.validators.set(id, validateRequestParameters);
  }
  for (const response of api.gatewayResponses.values()) definition.responses.put(response);
  return definition;
}
