import type { MetricSeries } from '../cloudwatch/metric-series.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Refusal } from './refusal.ts';
import type { ResourceTree } from './resource-tree.ts';
import type { TokenBucket } from './token-bucket.ts';

/** One request on its way through a stage. */
export interface Exchange {
  request: HttpRequest;
  stage: Stage;
  /** Undefined where the stage has no such resource and method. */
  route: Route | undefined;
  /** Path parameters as sent, percent-encoded. */
  parameters: Record<string, string> | undefined;
  startMs: number;
  requestId: string;
  /** `Root=...` of the request's trace. */
  traceRoot: string;
  /** What the function gets as `X-Amzn-Trace-Id`; undefined where the stage does not trace. */
  traceHeader: string | undefined;
  authorisation: Authorisation | undefined;
}

/** One deployed stage of a REST API, compiled. */
export interface Stage {
  apiId: string;
  name: string;
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>`, to which a method's path is added. */
  arn: string;
  account: string;
  domainName: string;
  deploymentId: string;
  variables: Readonly<Record<string, string>> | undefined;
  tracing: boolean;
  routes: ResourceTree<Route>;
  /** What it says where it answers by itself. */
  responses: { render(refusal: Refusal, exchange: Exchange): HttpResponse };
  metrics: StageMetrics;
}

/** One method of a stage, ready to serve. */
export interface Route {
  resourceId: string;
  /** Such as `/orders/{id}`. */
  resourcePath: string;
  integration: Integration;
  /** Undefined for a method open to anyone. */
  authoriser: Gate | undefined;
  /** Throws a Refusal for a request that lacks what the method requires. */
  validate: ((request: HttpRequest) => void) | undefined;
  /** Undefined where nothing throttles it. */
  bucket: TokenBucket | undefined;
}

/** What answers a request once it has been let in; throws a Refusal. */
export interface Integration {
  respond(exchange: Exchange): HttpResponse | Promise<HttpResponse>;
}

/** What lets a request in; throws a Refusal. */
export interface Gate {
  authorise(exchange: Exchange): Authorisation | Promise<Authorisation>;
}

/** Who an authoriser says is calling. */
export interface Authorisation {
  principalId: string;
  /** What the authoriser passes on; API Gateway makes text of numbers and booleans. */
  context: Readonly<Record<string, string>>;
  /** How long the authoriser took; 0 from the cache. */
  integrationLatencyMs: number;
}

/** What `AWS/ApiGateway` counts, once for the API and once for the stage. */
export type StageMetrics = Readonly<
  Record<'Count' | '4XXError' | '5XXError' | 'Latency', readonly MetricSeries[]>
>;

/** A second id in the style of API Gateway's, which adds one to every request. */
export function extendedRequestId({ requestId }: Exchange): string {
  return `${requestId.replaceAll('-', '').slice(0, 15)}=`;
}

let formattedSecond = Number.NaN;
let formatted = '';

/** `$context.requestTime`, in the common log format; formatted once a second. */
export function requestTime(startMs: number): string {
  const second = Math.floor(startMs / 1000);
  if (second !== formattedSecond) {
    const [, day, month, year, time] = new Date(startMs).toUTCString().split(' ');
    formatted = `${day}/${month}/${year}:${time} +0000`;
    formattedSecond = second;
  }
  return formatted;
}
