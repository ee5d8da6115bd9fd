import type { Scheduler } from '../scheduler.ts';
import type { Principal } from '../service.ts';
import { type Exchange, extendedRequestId, type Integration } from './exchange.ts';
import { type GatewayServices, invoker } from './gateway-services.ts';
import type { HttpResponse } from './http.ts';
import { proxyEvent } from './proxy-event.ts';
import { parseProxyResponse } from './proxy-response.ts';
import { internalError, Refusal } from './refusal.ts';

/** Longest that API Gateway waits for an integration, and how long unless it is told otherwise. */
const MAX_INTEGRATION_MS = 29_000;

/** An AWS_PROXY integration with a function. */
export interface LambdaIntegrationSpec {
  functionArn: string;
  timeoutMs?: number;
  /** ARN of the role that invokes; API Gateway itself without. */
  credentials?: string;
  /** The method's ARN, for the function's policy. */
  sourceArn: string;
}

/** Invokes a function with the whole request and answers what it returns. */
export class LambdaIntegration implements Integration {
  readonly #spec: LambdaIntegrationSpec;
  readonly #services: GatewayServices;
  #caller: Principal | undefined;

  constructor(spec: LambdaIntegrationSpec, services: GatewayServices) {
    this.#spec = spec;
    this.#services = services;
  }

  /** Throws a Refusal where the function fails, answers nonsense or takes too long. */
  async respond(exchange: Exchange): Promise<HttpResponse> {
    const { functionArn, timeoutMs, credentials, sourceArn } = this.#spec;
    const { lambda, foundation } = this.#services;
    this.#caller ??= invoker(this.#services, credentials, sourceArn);
    const event = proxyEvent(exchange, exchange.route!);
    const running = lambda.invoke(functionArn, event, this.#caller, exchange.traceHeader);
    const result = await within(foundation.scheduler, timeoutMs ?? MAX_INTEGRATION_MS, running);
    if (!result) throw new Refusal('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
    const response = result.functionError ? undefined : parseProxyResponse(result.payload);
    if (!response) throw internalError(502);
    response.headers['x-amzn-requestid'] = exchange.requestId;
    response.headers['x-amzn-trace-id'] = exchange.traceRoot;
    response.headers['x-amz-apigw-id'] = extendedRequestId(exchange);
    return response;
  }
}

/** What `promise` comes to, or undefined if it takes longer; what comes later is dropped. */
function within<T>(
  scheduler: Pick<Scheduler, 'after'>,
  limitMs: number,
  promise: Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = scheduler.after(limitMs, () => resolve(undefined), 'background');
    promise.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error);
      },
    );
  });
}
