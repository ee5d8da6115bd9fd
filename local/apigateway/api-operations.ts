import { NotSimulatedError } from '../errors.ts';
import { badRequest } from './api-gateway-errors.ts';
import type { RestApiSettings } from './api-settings.ts';
import { checkEndpoint, type EndpointInput } from './endpoint-input.ts';
import { ACCOUNT_THROTTLE } from './method-settings.ts';
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
import { type PatchOperation, patched } from './patch.ts';
import { rootOf } from './resource-id.ts';
import type { RestApi } from './rest-api.ts';

interface CreateInput {
  name?: string;
  description?: string;
  version?: string;
  apiKeySource?: string;
  endpointConfiguration?: EndpointInput;
  tags?: Record<string, string>;
  disableExecuteApiEndpoint?: boolean;
}

interface PatchInput {
  patchOperations?: PatchOperation[];
}

/** The operations on APIs and on the account. */
export const apiOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  CreateRestApi: {
    parameters: [
      ...['name', 'description', 'version', 'apiKeySource', 'endpointConfiguration', 'tags'],
      'disableExecuteApiEndpoint',
    ],
    route: 'POST /restapis',
    run: createRestApi,
  },
  GetRestApis: {
    parameters: PAGE,
    route: 'GET /restapis',
    run: (input: PageInput, { gateway }) =>
      listPage(gateway.restApis(), ({ id }) => id, restApiView, input),
  },
  GetRestApi: {
    parameters: ['restApiId'],
    route: 'GET /restapis/{restApiId}',
    run: ({ restApiId }: OfApi, { gateway }) => restApiView(gateway.restApi(restApiId)),
  },
  UpdateRestApi: {
    parameters: ['restApiId', 'patchOperations'],
    route: 'PATCH /restapis/{restApiId}',
    run({ restApiId, patchOperations }: OfApi & PatchInput, { gateway }) {
      const api = gateway.restApi(restApiId);
      const settings = patched(api.settings, patchOperations, {
        '/name': { replace: (before, name) => ({ ...before, name }) },
        '/description': { replace: (before, description) => ({ ...before, description }) },
      });
      api.rename(settings);
      return restApiView(api);
    },
  },
  DeleteRestApi: {
    parameters: ['restApiId'],
    route: 'DELETE /restapis/{restApiId}',
    run({ restApiId }: OfApi, { gateway }) {
      gateway.deleteRestApi(restApiId);
      return {};
    },
  },
  GetAccount: {
    parameters: [],
    route: 'GET /account',
    run: (_input: object, { gateway }) => accountView(gateway.cloudWatchRoleArn),
  },
  UpdateAccount: {
    parameters: ['patchOperations'],
    route: 'PATCH /account',
    run({ patchOperations }: PatchInput, { gateway }) {
      const roleArn = patched(gateway.cloudWatchRoleArn, patchOperations, {
        '/cloudwatchRoleArn': { replace: (_before, arn) => arn },
      });
      gateway.cloudWatchRoleArn = roleArn;
      return accountView(roleArn);
    },
  },
};

function createRestApi(input: CreateInput, place: ApiGatewayPlace): object {
  const { description, version, apiKeySource = 'HEADER', endpointConfiguration, tags } = input;
  const name = required(input.name, 'API name');
  if (description === '') throw badRequest('Description cannot be an empty string');
  if (apiKeySource !== 'HEADER') throw new NotSimulatedError(`API key source ${apiKeySource}`);
  if (input.disableExecuteApiEndpoint) throw new NotSimulatedError('disableExecuteApiEndpoint');
  if (endpointConfiguration) checkEndpoint(endpointConfiguration);
  const id = newId(place, 10);
  const settings: RestApiSettings = { name, description, version, endpointConfiguration, tags };
  return restApiView(place.gateway.createRestApi({ id, rootResourceId: rootOf(id) }, settings));
}

function restApiView({ id, settings, createdMs, rootResourceId, tags }: RestApi): object {
  const { name, description, version, endpointConfiguration } = settings;
  return {
    id,
    name,
    description,
    version,
    createdDate: new Date(createdMs),
    apiKeySource: 'HEADER',
    endpointConfiguration: {
      types: endpointConfiguration?.types ?? ['EDGE'],
      ipAddressType: 'ipv4',
    },
    tags: Object.fromEntries(tags),
    disableExecuteApiEndpoint: false,
    rootResourceId,
  };
}

function accountView(cloudwatchRoleArn: string | undefined): object {
  const throttleSettings = { ...ACCOUNT_THROTTLE };
  return { cloudwatchRoleArn, throttleSettings, features: ['UsagePlans'], apiKeyVersion: '4' };
}
