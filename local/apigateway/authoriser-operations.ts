import { NotSimulatedError } from '../errors.ts';
import { apiGatewayException, badRequest } from './api-gateway-errors.ts';
import type { AuthoriserSettings } from './api-settings.ts';
import { authoriserSpec, DEFAULT_TTL_SECONDS } from './authoriser-spec.ts';
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
import type { RestApi } from './rest-api.ts';

interface OfAuthoriser extends OfApi {
  authorizerId: string;
}

interface CreateInput extends OfApi, Partial<AuthoriserSettings> {
  authType?: string;
}

/** Longest that an authoriser's answer is kept, in seconds. API_CreateAuthorizer. */
export const MAX_TTL_SECONDS = 3_600;

/** The operations on Lambda authorisers. */
export const authoriserOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  CreateAuthorizer: {
    parameters: [
      ...['restApiId', 'name', 'type', 'authType', 'authorizerUri', 'authorizerCredentials'],
      ...['identitySource', 'identityValidationExpression', 'authorizerResultTtlInSeconds'],
    ],
    route: 'POST /restapis/{restApiId}/authorizers',
    run: createAuthoriser,
  },
  GetAuthorizers: {
    parameters: ['restApiId', ...PAGE],
    route: 'GET /restapis/{restApiId}/authorizers',
    run(input: OfApi & PageInput, { gateway }) {
      const { authorisers } = gateway.restApi(input.restApiId);
      return listPage(
        authorisers,
        ([id]) => id,
        ([id, one]) => authoriserView(id, one),
        input,
      );
    },
  },
  GetAuthorizer: {
    parameters: ['restApiId', 'authorizerId'],
    route: 'GET /restapis/{restApiId}/authorizers/{authorizerId}',
    run({ restApiId, authorizerId }: OfAuthoriser, { gateway }) {
      const settings = authoriserOf(gateway.restApi(restApiId), authorizerId);
      return authoriserView(authorizerId, settings);
    },
  },
  DeleteAuthorizer: {
    parameters: ['restApiId', 'authorizerId'],
    route: 'DELETE /restapis/{restApiId}/authorizers/{authorizerId}',
    run: deleteAuthoriser,
  },
};

function createAuthoriser(input: CreateInput, place: ApiGatewayPlace): object {
  const { type = '', authType, identitySource, authorizerResultTtlInSeconds } = input;
  const { authorisers } = place.gateway.restApi(input.restApiId);
  const name = required(input.name, 'authorizer name');
  const authorizerUri = required(input.authorizerUri, 'authorizer URI');
  if (authType !== undefined && authType !== 'custom') {
    throw new NotSimulatedError(`authoriser of authType ${authType}`);
  }
  if ([...authorisers.values()].some((one) => one.name === name)) {
    throw apiGatewayException('ConflictException', `Authorizer name must be unique: ${name}`);
  }
  const ttlSeconds = authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS;
  if (ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS) {
    throw badRequest(`Authorizer result TTL must be between 0 and ${MAX_TTL_SECONDS}`);
  }
  const settings: AuthoriserSettings = {
    ...{ name, type, authorizerUri, identitySource },
    authorizerCredentials: input.authorizerCredentials,
    identityValidationExpression: input.identityValidationExpression,
    authorizerResultTtlInSeconds: ttlSeconds,
  };
  authoriserSpec(settings);
  const id = newId(place, 6);
  authorisers.set(id, settings);
  return authoriserView(id, settings);
}

function deleteAuthoriser(
  { restApiId, authorizerId }: OfAuthoriser,
  { gateway }: ApiGatewayPlace,
): object {
  const api = gateway.restApi(restApiId);
  authoriserOf(api, authorizerId);
  for (const { path, methods } of api.resources.values()) {
    const user = [...methods.values()].find((method) => method.authorizerId === authorizerId);
    if (!user) continue;
    const message = `Cannot delete authorizer '${authorizerId}'. It is used by ${user.httpMethod} ${path}`;
    throw apiGatewayException('ConflictException', message);
  }
  api.authorisers.delete(authorizerId);
  return {};
}

function authoriserOf(api: RestApi, id: string): AuthoriserSettings {
  const settings = api.authorisers.get(id);
  if (settings) return settings;
  throw apiGatewayException('NotFoundException', 'Invalid Authorizer identifier specified');
}

function authoriserView(id: string, settings: AuthoriserSettings): object {
  return { id, ...settings, authType: 'custom' };
}
