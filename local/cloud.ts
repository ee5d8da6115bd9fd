import { type ApiGateway, apiIdOf, MAX_BODY_BYTES } from './apigateway/api-gateway.ts';
import type { HttpRequest, HttpResponse } from './apigateway/http.ts';
import type { Client } from './client.ts';
import { type Blueprint, readBlueprint } from './cloudformation/blueprint.ts';
import { createResources, type LoadedStack, verifyGrants } from './cloudformation/load-assembly.ts';
import { cloudwatchResourceTypes } from './cloudwatch/resources.ts';
import { type Composed, type Composition, compose } from './compose.ts';
import type { Engines } from './engines.ts';
import { Explainer, type Explanation } from './explain.ts';
import { type FactSink, traceTo } from './facts.ts';
import type { Conduct } from './foundation.ts';
import { SharedIam } from './iam/shared-iam.ts';
import type { Interference } from './interference.ts';
import type { LogLine } from './log-ring.ts';
import { type QueueView, viewQueues } from './queue-view.ts';
import { resourceTypes } from './resource-types.ts';
import type { Scheduler } from './scheduler.ts';
import type { Principal } from './service.ts';
import type { Surroundings } from './surroundings.ts';
import { toStageAddress } from './wire/rest-api-address.ts';
import { Wire } from './wire/wire.ts';

/** What to load, and the world to run it in. */
export interface CloudOptions
  extends Pick<Composition, 'code' | 'workers' | 'time' | 'seed' | 'latency' | 'limits'> {
  /** Directory of the cloud assembly that `cdk synth` wrote, or its blueprint; an empty cloud without one. */
  assembly?: string | Blueprint;
  /** Only these stacks, and what they depend on. */
  stacks?: readonly string[];
  /** Twelve digits. */
  account?: string;
  region?: string;
  /** Where it will be served, such as `http://127.0.0.1:4566`. */
  endpoint?: string | undefined;
  /** How it takes a broken promise: `run` unless given. */
  conduct?: Conduct | undefined;
  /** Gets one line for each thing that happens; the same lines for the same seed. */
  trace?: ((line: string) => void) | undefined;
  /** Is told each thing that happens, at once. */
  facts?: FactSink | undefined;
  /** Events whose deliveries `explain` can tell; none unless given. */
  explainEvents?: number;
  /** Gets each line of the functions' logs, and of the cloud's own. */
  log?: ((line: LogLine) => void) | undefined;
  /** Lines of the functions' logs that are kept; 1,000 unless given. */
  logLines?: number;
  /** Events that each log group of CloudWatch Logs keeps; 10,000 unless given. 0: functions write nothing there. */
  logEvents?: number | undefined;
  /** False: no metric is counted and no alarm looked at. */
  monitoring?: boolean | undefined;
  /** What goes wrong; nothing unless given. */
  interference?: Interference | undefined;
}

/** What API Gateway answers to a body that it does not take. */
const TOO_LARGE: HttpResponse = {
  status: 413,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Request Too Long"}',
};

const OPERATOR: Principal = { kind: 'operator' };
const DEFAULT_ACCOUNT = '000000000000';
const DEFAULT_REGION = 'us-east-1';

/** The account and region of a cloud that is not told another. */
export const SURROUNDINGS: Surroundings = {
  account: DEFAULT_ACCOUNT,
  region: DEFAULT_REGION,
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
};
const DEFAULT_LOG_LINES = 1000;
const DEFAULT_LOG_EVENTS = 10_000;

/**
 * A cloud assembly, running in this process in one account and region of AWS, as far as it is simulated. Over the wire every
 * other account and region is there too, empty.
 */
export class Cloud {
  readonly engines: Engines;
  readonly scheduler: Scheduler;
  readonly #composed: Composed;
  readonly #stacks: readonly LoadedStack[];
  readonly #explainer: Explainer | undefined;
  readonly #wire: Wire;

  private constructor(composed: Composed, stacks: readonly LoadedStack[], explainer?: Explainer) {
    this.#composed = composed;
    this.#stacks = stacks;
    this.#explainer = explainer;
    this.engines = composed.engines;
    this.scheduler = composed.engines.scheduler;
    this.#wire = new Wire(composed);
  }

  /**
   * Loads a cloud assembly and brings it to life. Rejects with NotSimulatedError naming all that is not
   * simulated, and with AccessDenied where a role lacks what its resource needs.
   */
  static async load(options: CloudOptions): Promise<Cloud> {
    const { account = DEFAULT_ACCOUNT, region = DEFAULT_REGION, endpoint } = options;
    const place = { account, region, endpoint };
    const surroundings = { ...SURROUNDINGS, ...place };
    const { conduct = 'run', logLines = DEFAULT_LOG_LINES } = options;
    const { logEvents = DEFAULT_LOG_EVENTS } = options;
    const blueprint = blueprintOf(options, surroundings);
    const iam = blueprint.iam && new SharedIam(surroundings, blueprint.iam);
    const composed = compose({ ...options, surroundings, conduct, logLines, logEvents, iam });
    const { engines, foundation } = composed;
    const { trace, facts, log, explainEvents } = options;
    if (log) composed.logs.listen(log);
    if (facts) foundation.facts.listen(facts);
    if (trace) foundation.facts.listen(traceTo(trace, engines.scheduler.nowMs()));
    const explainer = explainEvents ? new Explainer(explainEvents, engines.eventbridge) : undefined;
    if (explainer) foundation.facts.listen((fact, atMs) => explainer.take(fact, atMs));
    create(blueprint, engines, options.monitoring === false ? monitoring : NOTHING);
    iam?.loaded();
    return new Cloud(composed, blueprint.stacks, explainer);
  }

  /** The latest lines of the functions' logs, oldest first. */
  get logs(): LogLine[] {
    return this.#composed.logs.lines();
  }

  /** A client for the commands of all services; the operator's unless a principal is given. Rejects if the run fails. */
  client(principal: Principal = OPERATOR, caller = 'operator'): Client {
    const client = this.#composed.connect(principal, caller);
    const send: Client['send'] = (command, traceHeader) =>
      this.scheduler.orFailure(client.send(command, traceHeader));
    return { send };
  }

  /** Sends a request to the home's REST APIs, joined: the first that has its route answers. Rejects if the run fails. */
  request(request: HttpRequest): Promise<HttpResponse> {
    return this.scheduler.orFailure(this.engines.apigateway.handle(request));
  }

  /**
   * Answers what comes over HTTP: a call of AWS's API by the protocols of its services, any other request by
   * the REST APIs. Rejects if the run fails.
   */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const answer = await this.scheduler.orFailure(this.#wire.handle(request));
    if (answer) return answer;
    const { length = 0 } = request.body ?? '';
    if (length > MAX_BODY_BYTES) return TOO_LARGE;
    const addressed = toStageAddress(request);
    return this.scheduler.orFailure(this.#gatewayOf(addressed).handle(addressed));
  }

  /** The gateway of the place that has the API of an address; the home's for any other address. */
  #gatewayOf({ path }: HttpRequest): ApiGateway {
    const apiId = apiIdOf(path);
    const places = apiId === undefined ? [] : [...this.#composed.places()];
    const place = places.find(({ engines }) => engines.apigateway.has(apiId!));
    return (place ?? this.#composed).engines.apigateway;
  }

  /** The names of the stacks, each after those it depends on. */
  get stackNames(): string[] {
    return this.#stacks.map(({ name }) => name);
  }

  /** A stack's outputs by logical id; none if there is no such stack. */
  outputs(stackName: string): Readonly<Record<string, string>> {
    return this.#stacks.find(({ name }) => name === stackName)?.outputs ?? {};
  }

  /** How full each queue is, and which are dead-letter queues. */
  queues(): QueueView[] {
    return viewQueues(this.engines);
  }

  /**
   * What became of an event, by its outer id or any id in its detail: one explanation for each time it was put. Only
   * the latest `explainEvents` are known.
   */
  explain(id: string): Explanation[] {
    return this.#explainer?.explain(id) ?? [];
  }

  /** Resolves when nothing is left to deliver; rejects with what ended the run. */
  drain(): Promise<void> {
    return this.scheduler.drain();
  }

  /** Ends the run where it stands. */
  stop(): void {
    this.scheduler.stop();
  }
}

function blueprintOf(
  { assembly, stacks }: Pick<CloudOptions, 'assembly' | 'stacks'>,
  surroundings: Surroundings,
): Blueprint {
  if (assembly === undefined) return { stacks: [] };
  if (typeof assembly !== 'string') return assembly;
  return readBlueprint(assembly, { ...surroundings, ...(stacks ? { stacks } : {}) });
}

const monitoring: ReadonlySet<string> = new Set(cloudwatchResourceTypes.map(({ type }) => type));
const NOTHING: ReadonlySet<string> = new Set();

/** Brings a blueprint to life, but for some types. Its grants are the same each time, and looked at once. */
function create(blueprint: Blueprint, engines: Engines, without: ReadonlySet<string>): void {
  const resources = blueprint.stacks.flatMap((stack) => stack.resources);
  const wanted = resources.filter(({ type }) => !without.has(type));
  createResources(wanted, resourceTypes, engines);
  if (blueprint.iam) return;
  verifyGrants(resources, resourceTypes, engines);
  // What a client changes in this cloud is not for the next.
  blueprint.iam = engines.iam.copy();
}
