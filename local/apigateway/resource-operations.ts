import { badRequest } from './api-gateway-errors.ts';
import { resourceView } from './method-view.ts';
import {
  type ApiGatewayOperation,
  type ApiGatewayPlace,
  listPage,
  newId,
  type OfApi,
  PAGE,
  type PageInput,
  required,
} from './operation.ts';

interface OfResource extends OfApi {
  resourceId: string;
}

interface EmbedInput {
  embed?: string[];
}

interface CreateInput extends OfApi {
  parentId: string;
  pathPart?: string;
}

/** The operations on resources. */
export const resourceOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  CreateResource: {
    parameters: ['restApiId', 'parentId', 'pathPart'],
    route: 'POST /restapis/{restApiId}/resources/{parentId}',
    run: createResource,
  },
  GetResources: {
    parameters: ['restApiId', 'embed', ...PAGE],
    route: 'GET /restapis/{restApiId}/resources',
    run(input: OfApi & EmbedInput & PageInput, { gateway }) {
      const { resources } = gateway.restApi(input.restApiId);
      const embeds = embedsMethods(input);
      return listPage(
        resources.values(),
        ({ id }) => id,
        (one) => resourceView(one, embeds),
        input,
      );
    },
  },
  GetResource: {
    parameters: ['restApiId', 'resourceId', 'embed'],
    route: 'GET /restapis/{restApiId}/resources/{resourceId}',
    run(input: OfResource & EmbedInput, { gateway }) {
      const resource = gateway.restApi(input.restApiId).resource(input.resourceId);
      return resourceView(resource, embedsMethods(input));
    },
  },
  DeleteResource: {
    parameters: ['restApiId', 'resourceId'],
    route: 'DELETE /restapis/{restApiId}/resources/{resourceId}',
    run({ restApiId, resourceId }: OfResource, { gateway }) {
      gateway.restApi(restApiId).deleteResource(resourceId);
      return {};
    },
  },
};

function createResource(input: CreateInput, place: ApiGatewayPlace): object {
  const pathPart = required(input.pathPart, 'path part');
  const api = place.gateway.restApi(input.restApiId);
  return resourceView(api.addResource(newId(place, 6), input.parentId, pathPart), false);
}

function embedsMethods({ embed = [] }: EmbedInput): boolean {
  if (embed.some((name) => name !== 'methods')) throw badRequest('Invalid embed specified');
  return embed.length > 0;
}
