import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayService } from '../../../../local/apigateway/service.ts';
import { Clients } from '../../../../local/client.ts';
import { ACCOUNT, GatewayFixture, ORDERS_ARN } from './gateway-fixture.ts';

export const MISSING_API = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };

/** The URI that invokes a function. */
export function uriOf(functionArn: string): string {
  const path = `path/2015-03-31/functions/${functionArn}/invocations`;
  return `arn:aws:apigateway:eu-west-1:lambda:${path}`;
}

/** Names a method in the inputs of commands. */
export interface MethodName {
  restApiId: string;
  resourceId: string;
  httpMethod: string;
}

/** The gateway with its API, called by the SDK's commands; `apiId` and `rootId` are of an API named `shop`. */
export class ManagementFixture extends GatewayFixture {
  readonly service = new ApiGatewayService({ gateway: this.gateway, foundation: this.foundation });
  readonly #client = new Clients([this.service], this.foundation).connect(
    { kind: 'operator' },
    'tester',
  );
  apiId = '';
  rootId = '';

  /** With the API `shop`, that has nothing but its root. */
  static async create(): Promise<ManagementFixture> {
    const fixture = new ManagementFixture();
    const api = await fixture.call(new CreateRestApiCommand({ name: 'shop' }));
    fixture.apiId = String(api['id']);
    fixture.rootId = String(api['rootResourceId']);
    return fixture;
  }

  call(command: object): Promise<Record<string, unknown>> {
    return this.#client.send(command);
  }

  arn(path: string): string {
    return `arn:aws:apigateway:eu-west-1::/restapis/${this.apiId}${path}`;
  }

  /** The id of a new resource. */
  async resource(pathPart: string, parentId = this.rootId): Promise<string> {
    const { apiId: restApiId } = this;
    const made = await this.call(new CreateResourceCommand({ restApiId, parentId, pathPart }));
    return String(made['id']);
  }

  /** Adds a method of a resource, open to anyone, without integration. */
  async method(resourceId: string, httpMethod = 'GET', more: object = {}): Promise<MethodName> {
    const name = { restApiId: this.apiId, resourceId, httpMethod };
    await this.call(new PutMethodCommand({ ...name, authorizationType: 'NONE', ...more }));
    return name;
  }

  /** Adds a method that the orders function answers. */
  async proxied(resourceId: string, httpMethod = 'GET', more: object = {}): Promise<MethodName> {
    const name = await this.method(resourceId, httpMethod, more);
    const uri = uriOf(ORDERS_ARN);
    const target = { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri } as const;
    await this.call(new PutIntegrationCommand({ ...name, ...target }));
    return name;
  }

  /** Deploys to a stage and gives the deployment's id. */
  async deploy(stageName = 'v1', more: object = {}): Promise<string> {
    const input = { restApiId: this.apiId, stageName, ...more };
    return String((await this.call(new CreateDeploymentCommand(input)))['id']);
  }

  /** Status and body of a GET. */
  async get(path: string): Promise<string> {
    const { status, body } = await this.send({ path });
    return `${status} ${body}`.trim();
  }
}

export { ACCOUNT, ORDERS_ARN };
