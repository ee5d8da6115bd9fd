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
import { type FidelityRow, fidelityTable } from './fidelity.ts';
import type { Foundation } from './foundation.ts';
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
import { resourceTypes } from './resource-types.ts';
import { S3 } from './s3/s3.ts';
import { createScheduler, type TimeSource, virtualTime } from './scheduler.ts';
import { Schemas } from './schemas/schemas.ts';
import type { Principal, Service } from './service.ts';
import { Sqs } from './sqs/sqs.ts';
import { Sts } from './sts/sts.ts';
import type { Surroundings } from './surroundings.ts';
import { CredentialIssuer } from './wire/credentials.ts';
import { wireRows } from './wire/wire-fidelity.ts';

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
  surroundings: Surroundings;
  /** Whether a call that IAM refuses ends the run. */
  strict: boolean;
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

/** The services of one cloud, joined, and a way to call them. */
export interface Composed {
  engines: Engines;
  foundation: Foundation;
  logs: LogRing;
  services: readonly Service[];
  credentials: CredentialIssuer;
  connect(principal: Principal, caller: string): Client;
}

/** Makes an empty cloud: every service, no resource. */
export function compose(composition: Composition): Composed {
  const foundation = foundationOf(composition);
  const { scheduler, random, surroundings, meters, iam, cloudwatch } = foundation;
  const { logLines, logEvents = 0 } = composition;
  const ring = new LogRing(logLines);
  const logs = new Logs(surroundings, logEvents);
  const streams = new TableStreams();
  const dynamodb = dynamoDbWith(streams, foundation);
  const sqs = new Sqs(foundation);
  const s3 = new S3(scheduler);
  const schemas = new Schemas(scheduler, surroundings);
  const connect: Composed['connect'] = (...caller) => clients.connect(...caller);
  const log = logInto(ring, foundation);
  const { code, workers } = composition;
  const issuer = new CredentialIssuer(random);
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
  return { engines, foundation, logs: ring, services, credentials: issuer, connect };
}

function dynamoDbWith(streams: TableStreams, foundation: Foundation): DynamoDb {
  const { scheduler, surroundings, interference } = foundation;
  const dynamodb = new DynamoDb({
    ...{ streams, surroundings },
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

/** What a pattern may hold beside plain values. */
const PATTERN_OPERATORS = [
  '$or',
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
];

/** The fidelity table: all that the embedded cloud takes, and how far. */
export function fidelityRows(): FidelityRow[] {
  const { services } = compose({
    code: () => undefined,
    time: virtualTime(0),
    seed: 0,
    latency: 'none',
    surroundings: { account: '', region: '', partition: 'aws', urlSuffix: '' },
    strict: true,
    logLines: 0,
    monitoring: false,
  });
  const operators = PATTERN_OPERATORS.map(
    (name): FidelityRow => ({ kind: 'pattern operator', name, status: 'simulated' }),
  );
  return fidelityTable(resourceTypes, services, [...operators, ...wireRows()]);
}

function foundationOf(composition: Composition): Foundation {
  const { time, seed, surroundings, strict } = composition;
  const scheduler = createScheduler(time);
  const random = seededRandom(seed);
  return {
    scheduler,
    random,
    latency: new Latency(composition.latency, random),
    surroundings,
    iam: composition.iam ?? new Iam(surroundings),
    cloudwatch: new CloudWatch(scheduler, composition.monitoring ?? true),
    meters: new Meters(),
    facts: new Facts(scheduler),
    strict,
    interference: composition.interference,
    fail: (error) => {
      scheduler.after(0, () => {
        throw error;
      });
    },
  };
}
