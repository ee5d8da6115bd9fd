import { passRole } from '../iam/pass-role.ts';
import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Service } from '../service.ts';
import { apiOperations } from './api-operations.ts';
import { authoriserOperations } from './authoriser-operations.ts';
import { gatewayResponseOperations } from './gateway-response-operations.ts';
import { GATEWAY_PRINCIPAL } from './gateway-services.ts';
import { integrationOperations } from './integration-operations.ts';
import { methodOperations } from './method-operations.ts';
import type { ApiGatewayOperation, ApiGatewayPlace } from './operation.ts';
import { resourceOperations } from './resource-operations.ts';
import { stageOperations } from './stage-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { validatorOperations } from './validator-operations.ts';

const OPERATIONS: Readonly<Record<string, ApiGatewayOperation>> = {
  ...apiOperations,
  ...resourceOperations,
  ...methodOperations,
  ...integrationOperations,
  ...authoriserOperations,
  ...validatorOperations,
  ...gatewayResponseOperations,
  ...stageOperations,
  ...tagOperations,
};

/** The members that name a role. */
interface WithRole {
  credentials?: string;
  authorizerCredentials?: string;
}

/** The API of API Gateway's REST APIs: to read, to make and to deploy them. Amazon API Gateway REST API Reference. */
export class ApiGatewayService implements Service {
  readonly name = 'apigateway';
  readonly parameters = parametersOf(OPERATIONS);
  readonly #place: ApiGatewayPlace;

  constructor(place: ApiGatewayPlace) {
    this.#place = place;
  }

  /**
   * The permission on the path of the request, and to pass the role that it names; Service Authorization Reference,
   * "Amazon API Gateway Management". Throws NotSimulatedError for an operation that is not simulated.
   */
  accesses(operation: string, input: object): readonly Access[] {
    const { route } = operationNamed(this.name, OPERATIONS, operation);
    const [verb = '', template = ''] = route.split(' ');
    const path = template.replace(/\{(\w+)\}/g, (_text, member: string) =>
      encodeURIComponent(String(input[member as keyof typeof input])),
    );
    const { partition, region } = this.#place.foundation.surroundings;
    const resource = `arn:${partition}:apigateway:${region}::${path}`;
    const { credentials, authorizerCredentials = credentials } = input as WithRole;
    const passed = passRole(authorizerCredentials, GATEWAY_PRINCIPAL);
    return [{ action: `apigateway:${verb}`, resource }, ...passed];
  }

  /** Throws BadRequestException, ConflictException, NotFoundException, NotSimulatedError. */
  execute(operation: string, input: object): Answer {
    const { run } = operationNamed(this.name, OPERATIONS, operation);
    return { output: run(input as never, this.#place) };
  }
}
