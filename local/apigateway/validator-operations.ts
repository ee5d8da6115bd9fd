import { badRequest, notFound } from './api-gateway-errors.ts';
import type { ValidatorSettings } from './api-settings.ts';
import {
  type ApiGatewayOperation,
  listPage,
  newId,
  type OfApi,
  PAGE,
  type PageInput,
} from './operation.ts';
import type { RestApi } from './rest-api.ts';

interface OfValidator extends OfApi {
  requestValidatorId: string;
}

const PATH = '/restapis/{restApiId}/requestvalidators';

/** The operations on request validators. */
export const validatorOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  CreateRequestValidator: {
    parameters: ['restApiId', 'name', 'validateRequestBody', 'validateRequestParameters'],
    route: `POST ${PATH}`,
    run(input: OfApi & Partial<ValidatorSettings>, place) {
      const { validators } = place.gateway.restApi(input.restApiId);
      const settings: ValidatorSettings = {
        name: input.name,
        validateRequestBody: input.validateRequestBody ?? false,
        validateRequestParameters: input.validateRequestParameters ?? false,
      };
      const id = newId(place, 6);
      validators.set(id, settings);
      return { id, ...settings };
    },
  },
  GetRequestValidators: {
    parameters: ['restApiId', ...PAGE],
    route: `GET ${PATH}`,
    run(input: OfApi & PageInput, { gateway }) {
      const { validators } = gateway.restApi(input.restApiId);
      return listPage(
        validators,
        ([id]) => id,
        ([id, settings]) => ({ id, ...settings }),
        input,
      );
    },
  },
  GetRequestValidator: {
    parameters: ['restApiId', 'requestValidatorId'],
    route: `GET ${PATH}/{requestValidatorId}`,
    run: ({ restApiId, requestValidatorId: id }: OfValidator, { gateway }) => ({
      id,
      ...validatorOf(gateway.restApi(restApiId), id),
    }),
  },
  DeleteRequestValidator: {
    parameters: ['restApiId', 'requestValidatorId'],
    route: `DELETE ${PATH}/{requestValidatorId}`,
    run({ restApiId, requestValidatorId: id }: OfValidator, { gateway }) {
      const api = gateway.restApi(restApiId);
      validatorOf(api, id);
      const methods = [...api.resources.values()].flatMap((one) => [...one.methods.values()]);
      if (methods.some(({ requestValidatorId }) => requestValidatorId === id)) {
        throw badRequest(`Cannot delete request validator ${id}: a method uses it`);
      }
      api.validators.delete(id);
      return {};
    },
  },
};

function validatorOf(api: RestApi, id: string): ValidatorSettings {
  const settings = api.validators.get(id);
  if (settings) return settings;
  throw notFound('Request Validator');
}
