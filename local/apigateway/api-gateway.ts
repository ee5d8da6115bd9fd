import { fitsBytes } from '../utf8.ts';
import { uuid } from '../uuid.ts';
import { apiGatewayException } from './api-gateway-errors.ts';
import type { RestApiSettings } from './api-settings.ts';
import { compileStage, releaseMetrics } from './compile-stage.ts';
import type { Exchange, Route, Stage } from './exchange.ts';
import type { GatewayServices } from './gateway-services.ts';
import { type HttpRequest, type HttpResponse, requestHeader } from './http.ts';
import { internalError, Refusal } from './refusal.ts';
import type { Match } from './resource-tree.ts';
import { RestApi } from './rest-api.ts';
import type { StageSpec } from './stage-spec.ts';

/** Largest body of a request, in bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Below `/<id of the API>/<stage>` of it each stage has its own address, whatever the other APIs serve. */
const OWN_ADDRESS = '/_aws/execute-api';

/**
 * The REST APIs, joined: a request goes to the first, in load order, that has a resource and method for it,
 * so that the routes of all need one port.
 */
export class ApiGateway {
  readonly #services: GatewayServices;
  readonly #apis = new Map<string, RestApi>();
  readonly #compiledStages = new WeakMap<StageSpec, Stage>();
  #stages: readonly Stage[] | undefined;
  /** What was served before the last change. */
  #formerStages: readonly Stage[] = [];

  constructor(services: GatewayServices) {
    this.#services = services;
  }

  /** ARN of a role that may write logs for all APIs; recorded. */
  cloudWatchRoleArn: string | undefined;

  /** Adds an API that has only its root resource. */
  createRestApi(ids: { id: string; rootResourceId: string }, settings: RestApiSettings): RestApi {
    const createdMs = this.#services.foundation.scheduler.nowMs();
    const api = new RestApi(ids, settings, createdMs, () => this.#changed());
    this.#apis.set(ids.id, api);
    return api;
  }

  /** In the order of their creation. */
  restApis(): RestApi[] {
    return [...this.#apis.values()];
  }

  has(id: string): boolean {
    return this.#apis.has(id);
  }

  /** Throws NotFoundException. */
  restApi(id: string): RestApi {
    const api = this.#apis.get(id);
    if (api) return api;
    const { account } = this.#services.foundation.surroundings;
    const message = `Invalid API identifier specified ${account}:${id}`;
    throw apiGatewayException('NotFoundException', message);
  }

  /** Deletes an API with all that it serves. Throws NotFoundException. */
  deleteRestApi(id: string): void {
    this.restApi(id);
    this.#apis.delete(id);
    this.#changed();
  }

  /** Answers one request; never rejects. What no client may cause fails, besides. */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { scheduler, latency, interference, fail } = this.#services.foundation;
    const release = scheduler.hold();
    try {
      const thereMs = latency.drawMs('apiGateway', interference?.pace?.('request', request));
      if (thereMs > 0) await scheduler.sleep(thereMs);
      const response = await this.#answer(request);
      const backMs = latency.drawMs('apiGateway', interference?.pace?.('request', request));
      if (backMs > 0) await scheduler.sleep(backMs);
      return response;
    } catch (error) {
      fail(error);
      return NO_ANSWER;
    } finally {
      release();
    }
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    const target = this.#target(request);
    if (!target) return NO_API;
    const exchange = this.#open(target);
    let response: HttpResponse;
    try {
      response = await respond(exchange);
    } catch (error) {
      response = exchange.stage.responses.render(this.#refusal(error), exchange);
    }
    this.#count(exchange, response.status);
    return response;
  }

  /** The stage and method that serve a request; no method if no stage has one for it. */
  #target(request: HttpRequest): Target | undefined {
    const { path, method } = request;
    const stages = this.#compiled();
    if (path.startsWith(OWN_ADDRESS)) {
      const [, apiId, stageName, rest = ''] = OWN_PATH.exec(path) ?? [];
      const stage = stages.find(({ apiId: id, name }) => id === apiId && name === stageName);
      const own = { ...request, path: `/${rest}` };
      return stage && { request: own, stage, match: stage.routes.match(own.path, method) };
    }
    for (const stage of stages) {
      const match = stage.routes.match(path, method);
      if (match) return { request, stage, match };
    }
    return stages[0] && { request, stage: stages[0], match: undefined };
  }

  #open({ request, stage, match }: Target): Exchange {
    const { scheduler, random } = this.#services.foundation;
    const startMs = scheduler.nowMs();
    const requestId = uuid(random);
    const given = TRACE_ROOT.exec(requestHeader(request, 'x-amzn-trace-id') ?? '')?.[0];
    const seconds = Math.floor(startMs / 1000).toString(16);
    const traceRoot = given ?? `Root=1-${seconds}-${random.hex(12)}`;
    return {
      request,
      stage,
      route: match?.route,
      parameters: match?.parameters,
      startMs,
      requestId,
      traceRoot,
      traceHeader: stage.tracing ? `${traceRoot};Parent=${random.hex(8)};Sampled=1` : undefined,
      authorisation: undefined,
    };
  }

  /** What the client is told of an error; one that is no client's doing fails besides. */
  #refusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    const { foundation } = this.#services;
    const denied = error instanceof Error && error.name.startsWith('AccessDenied');
    const ofAws = error instanceof Error && '$fault' in error;
    if (denied || !ofAws) foundation.fail(error);
    return internalError();
  }

  #count({ stage, startMs }: Exchange, status: number): void {
    const nowMs = this.#services.foundation.scheduler.nowMs();
    const { Count, Latency, '4XXError': clientErrors, '5XXError': serverErrors } = stage.metrics;
    for (const series of Count) series.add(1, nowMs);
    for (const series of Latency) series.add(nowMs - startMs, nowMs);
    for (const series of clientErrors) series.add(status >= 400 && status < 500 ? 1 : 0, nowMs);
    for (const series of serverErrors) series.add(status >= 500 ? 1 : 0, nowMs);
  }

  #compiled(): readonly Stage[] {
    if (this.#stages) return this.#stages;
    const stages = this.restApis().flatMap((api) =>
      [...api.stages.values()].flatMap((spec) => this.#stageOf(api, spec) ?? []),
    );
    releaseMetrics(this.#formerStages, stages, this.#services);
    this.#formerStages = [];
    this.#stages = stages;
    return stages;
  }

  /**
   * Compiled once, so that its buckets and what its authorisers said outlive changes to other stages. Undefined for one
   * that cannot be compiled, which must not keep the others from being served.
   */
  #stageOf(api: RestApi, spec: StageSpec): Stage | undefined {
    const before = this.#compiledStages.get(spec);
    if (before) return before;
    try {
      const { definition } = api.deployment(spec.deploymentId);
      const deployed = { apiId: api.id, apiName: api.settings.name, definition };
      const stage = compileStage(deployed, spec, this.#services);
      this.#compiledStages.set(spec, stage);
      return stage;
    } catch (error) {
      this.#services.foundation.fail(error);
      return undefined;
    }
  }

  #changed(): void {
    this.#formerStages = this.#stages ?? this.#formerStages;
    this.#stages = undefined;
  }
}

/** The id of the API that an address names by itself; undefined for the address of a route. */
export function apiIdOf(path: string): string | undefined {
  return path.startsWith(OWN_ADDRESS) ? OWN_PATH.exec(path)?.[1] : undefined;
}

interface Target {
  request: HttpRequest;
  stage: Stage;
  match: Match<Route> | undefined;
}

const OWN_PATH = new RegExp(`^${OWN_ADDRESS}/([^/]+)/([^/]+)(?:/(.*))?$`);

const TRACE_ROOT = /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/;

/** Not even an API's own gateway response could be made. */
const NO_ANSWER: HttpResponse = {
  status: 500,
  headers: {
    'content-type': 'application/json',
    'x-amzn-errortype': 'InternalServerErrorException',
  },
  body: '{"message":"Internal server error"}',
};

const NO_API: HttpResponse = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: '{"message":"Forbidden"}',
};

async function respond(exchange: Exchange): Promise<HttpResponse> {
  const { request, route } = exchange;
  if (!route) throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  if (!fitsBytes(request.body ?? '', MAX_BODY_BYTES))
    throw new Refusal('REQUEST_TOO_LARGE', 'Request Too Long');
  if (route.bucket?.take(exchange.startMs) === false) {
    throw new Refusal('THROTTLED', 'Too Many Requests');
  }
  const authorising = route.authoriser?.authorise(exchange);
  exchange.authorisation = authorising instanceof Promise ? await authorising : authorising;
  route.validate?.(request);
  return route.integration.respond(exchange);
}
