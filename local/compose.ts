import { ApiGateway } from './apigateway/api-gateway.ts';
import { ApiGatewayService } from './apigateway/service.ts';
import type { Mortal } from './attempt.ts';
import { type Client, Clients } from './client.ts';
import { CloudWatch } from './cloudwatch/cloudwatch.ts';
import { CloudWatchService } from './cloudwatch/service.ts';
import { DynamoDb } from './dynamodb/dynamodb.ts';
import { startExpirySweep } from './dynamodb/expiry-sweep.ts';
import { DynamoDbService } from './dynamodb/service.ts';
import { DynamoDbStreamsService } from './dynamodb/streams-service.ts';
import { TableStreams } from './dynamodb/table-streams.ts';
import type { Engines } from './engines.ts';
import { EventBridge } from './eventbridge/event-bridge.ts';
import { Facts } from './facts.ts';
import type { Conduct, Foundation } from './foundation.ts';
import { Iam } from './iam/iam.ts';
import { IamService } from './iam/service.ts';
import type { Interference } from './interference.ts';
import type { WorkerHost } from './lambda/bundle/worker-host.ts';
import type { CodeSource } from './lambda/handler.ts';
import { Lambda } from './lambda/lambda.ts';
import { Latency, type LatencyProfile } from './latency.ts';
import { LogRing } from './log-ring.ts';
import { functionLogs } from './logs/function-log.ts';
import { Logs } from './logs/logs.ts';
import { LogsService } from './logs/service.ts';
import { Meters } from './meters.ts';
import { seededRandom } from './random.ts';
import { S3 } from './s3/s3.ts';
import { createScheduler, type TimeSource } from './scheduler.ts';
import { Schemas } from './schemas/schemas.ts';
import type { Principal, Service } from './service.ts';
import { Sqs } from './sqs/sqs.ts';
import { Sts } from './sts/sts.ts';
import type { Place, Surroundings } from './surroundings.ts';
import { CLOUD_LOG, Troubles } from './troubles.ts';
import { CredentialIssuer } from './wire/credentials.ts';

/** What a cloud is made from. */
export interface Composition {
  /** The code of each function; one without is refused. */
  code: CodeSource;
  /** Runs functions in threads: those of `bundledCode`, and those that come over the API. */
  workers?: WorkerHost | undefined;
  time: TimeSource;
  /** The same seed, the same run. */
  seed: number;
  latency: LatencyProfile;
  /** Whether single items of DynamoDB take no more than a partition can; unless given they take everything. */
  limits?: boolean | undefined;
  surroundings: Surroundings;
  conduct: Conduct;
  /** Lines of the functions' logs that are kept. */
  logLines: number;
  /** Events that each log group of CloudWatch Logs keeps; unless given none, and functions write nothing there. */
  logEvents?: number | undefined;
  /** Whether metrics are counted and alarms looked at. */
  monitoring?: boolean | undefined;
  /** Roles and policies that are there already; none unless given. */
  iam?: Iam | undefined;
  /** What goes wrong, if anything. */
  interference?: Interference | undefined;
}

/** The services of one account in one region, joined, and a way to call them. */
export interface PlaceServices {
  engines: Engines;
  foundation: Foundation;
  services: readonly Service[];
  connect(principal: Principal, caller: string): Client;
}

/** One cloud: the services of its home, to which templates are loaded, and those of every other place. */
export interface Composed extends PlaceServices {
  logs: LogRing;
  credentials: CredentialIssuer;
  /** The services of a place, made when they are first asked for. */
  at(place: Place): PlaceServices;
  /** The places that were asked for, the home first. */
  places(): Iterable<PlaceServices>;
  /** Writes a line to the log of the cloud itself. */
  log(line: string): void;
}

/** Makes an empty cloud: every service, no resource. */
export function compose(composition: Composition): Composed {
  const logs = new LogRing(composition.logLines);
  const { foundation, ownLog } = foundationOf(composition, logs);
  const credentials = new CredentialIssuer(foundation.random, foundation.surroundings.account);
  const shared = { composition, logs, credentials };
  const home = servicesOf(foundation, shared);
  const places = new Map([[keyOf(foundation.surroundings), home]]);
  const at = (place: Place): PlaceServices => {
    const key = keyOf(place);
    let services = places.get(key);
    if (!services) {
      services = servicesOf(elsewhere(place, [...places.values()], composition), shared);
      places.set(key, services);
    }
    return services;
  };
  return { ...home, logs, credentials, at, places: () => places.values(), log: ownLog };
}

function keyOf({ account, region }: Place): string {
  return `${account} ${region}`;
}

/** The foundation of another place: time, chance and meters are the home's; roles are an account's in all regions. */
function elsewhere(
  place: Place,
  known: readonly PlaceServices[],
  { monitoring = true }: Composition,
): Foundation {
  const { foundation: home } = known[0]!;
  const surroundings = { ...home.surroundings, ...place, isHome: false };
  const sameAccount = known.find(
    ({ foundation }) => foundation.surroundings.account === place.account,
  );
  return {
    ...home,
    surroundings,
    iam: sameAccount?.foundation.iam ?? new Iam(surroundings),
    cloudwatch: new CloudWatch(home.scheduler, monitoring),
    interference: undefined,
  };
}

/** What the places of one cloud share, beside their foundation. */
interface Shared {
  composition: Composition;
  logs: LogRing;
  credentials: CredentialIssuer;
}

function servicesOf(
  foundation: Foundation,
  { composition, logs: ring, credentials: issuer }: Shared,
): PlaceServices {
  const { scheduler, random, surroundings, meters, iam, cloudwatch } = foundation;
  const { logEvents = 0 } = composition;
  const logs = new Logs(surroundings, logEvents);
  const streams = new TableStreams();
  const dynamodb = dynamoDbWith(streams, foundation, composition.limits);
  const sqs = new Sqs(foundation);
  const s3 = new S3(scheduler);
  const schemas = new Schemas(scheduler, surroundings);
  const connect: PlaceServices['connect'] = (...caller) => clients.connect(...caller);
  const log = logInto(ring, foundation);
  const { code, workers } = composition;
  const credentials = (principal: Principal, mortal?: Mortal) =>
    issuer.issue(principal, composition.interference && mortal);
  const lambda = new Lambda({
    ...{ foundation, sqs, s3, streams, code, workers, connect, credentials, log },
    openLog: logEvents > 0 ? functionLogs({ logs, iam, scheduler }) : undefined,
  });
  const eventbridge = new EventBridge({ foundation, sqs, lambda });
  const apigateway = new ApiGateway({ foundation, lambda });
  const tables = new DynamoDbService(dynamodb, surroundings);
  const tableStreams = new DynamoDbStreamsService(streams, scheduler, surroundings);
  const sts = new Sts({ ...foundation, credentials: issuer });
  const groups = new LogsService({ logs, scheduler });
  const account = new IamService({ ...foundation, keys: issuer });
  const metrics = new CloudWatchService(foundation);
  const apis = new ApiGatewayService({ foundation, gateway: apigateway });
  const stored = [tables, tableStreams, s3, schemas];
  const services = [...stored, sqs, eventbridge, lambda, metrics, apis, sts, account, groups];
  const clients = new Clients(services, foundation);
  const shared = { scheduler, random, meters, iam, cloudwatch, logs };
  const events = { eventbridge, schemas, apigateway };
  const engines: Engines = { ...shared, ...events, dynamodb, streams, sqs, lambda, s3 };
  return { engines, foundation, services, connect };
}

function dynamoDbWith(
  streams: TableStreams,
  foundation: Foundation,
  limits: boolean | undefined,
): DynamoDb {
  const { scheduler, surroundings, interference } = foundation;
  const dynamodb = new DynamoDb({
    ...{ streams, surroundings, limits },
    nowMs: () => scheduler.nowMs(),
    keepsPast: interference !== undefined,
    after: (delayMs, task) => void scheduler.after(delayMs, task),
  });
  startExpirySweep(dynamodb, scheduler);
  return dynamodb;
}

/** A function's line goes to the ring, and its metrics to CloudWatch. */
function logInto(
  logs: LogRing,
  { cloudwatch, scheduler }: Foundation,
): (functionName: string, line: string) => void {
  return (functionName, line) => {
    cloudwatch.ingestLogLine(line);
    logs.add({ atMs: scheduler.nowMs(), functionName, line });
  };
}

interface Founded {
  foundation: Foundation;
  ownLog: (line: string) => void;
}

function foundationOf(composition: Composition, logs: LogRing): Founded {
  const { time, seed, surroundings, conduct } = composition;
  const troubles = new Troubles((line) => ownLog(line));
  const scheduler = createScheduler(time, conduct === 'run' ? undefined : troubles.take);
  const ownLog = (line: string): void =>
    logs.add({ atMs: scheduler.nowMs(), functionName: CLOUD_LOG, line });
  const endRun = (error: unknown): void => {
    scheduler.after(0, () => {
      throw error;
    });
  };
  const random = seededRandom(seed);
  const foundation = {
    scheduler,
    random,
    latency: new Latency(composition.latency, random),
    surroundings,
    iam: composition.iam ?? new Iam(surroundings),
    cloudwatch: new CloudWatch(scheduler, composition.monitoring ?? true),
    meters: new Meters(),
    facts: new Facts(scheduler),
    interference: composition.interference,
    fail: conduct === 'run' ? endRun : troubles.take,
  };
  return { foundation, ownLog };
}
