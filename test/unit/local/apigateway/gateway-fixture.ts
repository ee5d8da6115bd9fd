import { ApiGateway } from '../../../../local/apigateway/api-gateway.ts';
import type { AuthoriserSpec } from '../../../../local/apigateway/authoriser.ts';
import { Definition, type MethodSpec } from '../../../../local/apigateway/definition.ts';
import type { HttpRequest, HttpResponse } from '../../../../local/apigateway/http.ts';
import type { RestApi } from '../../../../local/apigateway/rest-api.ts';
import type { StageSpec } from '../../../../local/apigateway/stage-spec.ts';
import { CloudWatch } from '../../../../local/cloudwatch/cloudwatch.ts';
import { Facts } from '../../../../local/facts.ts';
import type { Foundation } from '../../../../local/foundation.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import type { InvocationResult } from '../../../../local/lambda/lambda.ts';
import { Latency, type LatencyProfile } from '../../../../local/latency.ts';
import { Meters } from '../../../../local/meters.ts';
import { seededRandom } from '../../../../local/random.ts';
import { createScheduler, type Scheduler, virtualTime } from '../../../../local/scheduler.ts';
import type { Principal } from '../../../../local/service.ts';
import { surroundings } from '../surroundings.ts';

export const START_MS = Date.UTC(2027, 0, 15, 12, 30, 45, 678);
export const { account: ACCOUNT } = surroundings;
export const ORDERS_ARN = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`;
export const AUTHORISER_ARN = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:authoriser`;

/** One invocation that the gateway made. */
export interface Invocation {
  functionArn: string;
  event: Record<string, unknown>;
  caller: Principal;
  traceHeader: string | undefined;
}

type FunctionBody = (event: Record<string, unknown>) => unknown;

/** The gateway over functions given as plain callbacks; `failures` has what would have ended the run. */
export class GatewayFixture {
  readonly scheduler: Scheduler;
  readonly cloudwatch: CloudWatch;
  readonly iam: Iam;
  readonly foundation: Foundation;
  readonly gateway: ApiGateway;
  readonly invocations: Invocation[] = [];
  readonly failures: unknown[] = [];
  readonly #functions = new Map<string, FunctionBody>();

  constructor(options: { latency?: LatencyProfile } = {}) {
    const random = seededRandom(7);
    this.scheduler = createScheduler(virtualTime(START_MS));
    this.cloudwatch = new CloudWatch(this.scheduler);
    this.iam = new Iam(surroundings);
    this.foundation = {
      scheduler: this.scheduler,
      random,
      latency: new Latency(options.latency ?? 'none', random),
      surroundings,
      iam: this.iam,
      cloudwatch: this.cloudwatch,
      meters: new Meters(),
      facts: new Facts(this.scheduler),
      fail: (error) => void this.failures.push(error),
    };
    this.gateway = new ApiGateway({
      foundation: this.foundation,
      lambda: { invoke: (...invocation) => this.#invoke(...invocation) },
    });
  }

  /** Sets what a function does: it returns, throws an Error (a function error) or a rejection of Lambda. */
  function(functionArn: string, body: FunctionBody): void {
    this.#functions.set(functionArn, body);
  }

  /** Adds an API with a root resource `root-<id>`. */
  api(id = 'api0000001', name = id): DeployedApi {
    const rootResourceId = `root-${id}`;
    return new DeployedApi(this.gateway.createRestApi({ id, rootResourceId }, { name }));
  }

  /** An API with one open method for each `METHOD /path`, all served by the orders function. */
  openApi(routes: readonly string[], stage: Partial<StageSpec> = {}): DeployedApi {
    const api = this.api();
    for (const route of routes) addRoute(api, route);
    addStage(api, stage);
    return api;
  }

  send(request: Partial<HttpRequest> & { path: string }): Promise<HttpResponse> {
    return this.gateway.handle({ method: 'GET', headers: {}, ...request });
  }

  get lastEvent(): Record<string, unknown> {
    return this.invocations.at(-1)!.event;
  }

  async #invoke(
    functionArn: string,
    payload: unknown,
    caller: Principal,
    traceHeader?: string,
  ): Promise<InvocationResult> {
    const event = payload as Record<string, unknown>;
    this.invocations.push({ functionArn, event, caller, traceHeader });
    const body = this.#functions.get(functionArn) ?? (() => ({ statusCode: 204 }));
    try {
      return { payload: await body(event) };
    } catch (error) {
      if (!(error instanceof Error) || error instanceof Rejection) throw unwrap(error);
      return { payload: { errorMessage: error.message }, functionError: 'Unhandled' };
    }
  }
}

/** What an API has deployed, to add to before its first request. */
export class DeployedApi extends Definition {
  readonly restApi: RestApi;

  constructor(restApi: RestApi) {
    super(restApi.rootResourceId);
    this.restApi = restApi;
    const deployment = { id: 'dep001', createdMs: START_MS, description: undefined };
    restApi.deployments.set('dep001', { ...deployment, definition: this });
  }
}

/** Thrown by a function body where Lambda itself is to refuse the invocation. */
export class Rejection extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('rejected');
    this.reason = reason;
  }
}

function unwrap(error: unknown): unknown {
  return error instanceof Rejection ? error.reason : error;
}

/** Adds a method such as `GET /orders/{id}` with the resources it needs. */
export function addRoute(api: DeployedApi, route: string, method: Partial<MethodSpec> = {}): void {
  const [httpMethod = 'GET', path = '/'] = route.split(' ');
  let parent = `root-${api.restApi.id}`;
  let place = '';
  for (const part of path.split('/').filter((one) => one !== '')) {
    place += `/${part}`;
    api.addResource(place, parent, part);
    parent = place;
  }
  api.methods.push({
    resourceId: parent,
    httpMethod,
    requestParameters: {},
    integration: { functionArn: ORDERS_ARN },
    ...method,
  });
}

export function addStage(api: DeployedApi, stage: Partial<StageSpec> = {}): void {
  const spec = { name: 'v1', deploymentId: 'dep001', tracing: false, methodSettings: [] };
  api.restApi.createStage({ ...spec, ...stage }, START_MS);
}

/** Adds a TOKEN authoriser of the authoriser function, under the id `auth`. */
export function addAuthoriser(
  api: DeployedApi,
  spec: Partial<Omit<AuthoriserSpec, 'sourceArn'>> = {},
): void {
  api.authorisers.set('auth', {
    type: 'TOKEN',
    functionArn: AUTHORISER_ARN,
    identitySource: 'method.request.header.Authorization',
    resultTtlSeconds: 300,
    ...spec,
  });
}

/** What an authoriser returns to allow or deny `resource`. */
export function policyFor(effect: 'Allow' | 'Deny', resource: unknown): object {
  return {
    principalId: 'customer-1',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
    },
  };
}
