import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Envelope } from '../../events/envelope.ts';
import type { GatewayRequest } from '../../functions/payments/gateway.ts';
import sandboxGateway from '../../functions/payments/sandbox-gateway.ts';
import { bindFunction } from '../../functions/runtime/bind.ts';
import type { Cause, FunctionDefinition } from '../../functions/runtime/definition.ts';
import { errorMessage } from '../../functions/runtime/errors.ts';
import type { LambdaPort, Ports } from '../../functions/runtime/ports.ts';
import { depsOf, fakePorts, invocation } from './ports.ts';
import { proxyEvent, type RequestLike } from './requests.ts';
import { TestTables } from './tables.ts';

/** What happens to a call of the gateway: done but not answered, not even arrived, or nothing. */
type Fault = 'lost' | 'unreached' | undefined;

const variables = {
  TABLE_ORDERS: 'orders',
  TABLE_PRICES: 'prices',
  TABLE_STOCK: 'stock',
  TABLE_PAYMENTS: 'payments',
  TABLE_SANDBOX: 'sandbox',
  TABLE_SHIPMENTS: 'shipments',
  SETTING_CURRENCY: 'USD',
  SETTING_LOW_STOCK_THRESHOLD: '10',
  SETTING_STOCK_SHARD_SIZE: '100',
  GATEWAY_FUNCTION: 'the-gateway',
};

/** The services' functions on the embedded DynamoDB, with the sandbox as their payment gateway. */
export class TestServices {
  readonly tables: TestTables;
  readonly ports: Ports;
  readonly noted: ReturnType<typeof fakePorts>['noted'];
  /** Calls of the gateway so far, such as `authorise`. */
  readonly gatewayCalls: string[] = [];
  /** Says what happens to a call of the gateway; undefined lets it through. */
  gatewayFault: (request: GatewayRequest) => Fault | Promise<Fault> = () => undefined;

  constructor() {
    const lambda = { send: (command: object) => this.#invoke(command) } as unknown as LambdaPort;
    const { ports, noted } = fakePorts({ lambda });
    this.tables = new TestTables(() => ports.clock.nowMs());
    this.noted = noted;
    this.ports = { ...ports, dynamodb: this.tables.port };
  }

  /** Hands an event to a consumer, past its queue; throws what the consumer throws. */
  async deliver(consumer: FunctionDefinition, event: Envelope): Promise<void> {
    const cause = { id: event.eventId, correlationId: event.correlationId };
    await this.run(consumer, event, cause);
  }

  /** Runs a function's handler on `input`. */
  run(definition: FunctionDefinition, input: unknown, cause: Partial<Cause> = {}) {
    const deps = depsOf(this.ports, cause, { variables });
    return definition.handle(input as never, deps, undefined as never);
  }

  /** Invokes a function as Lambda does, in an execution environment of its own. */
  async invoke(definition: FunctionDefinition, input: unknown): Promise<unknown> {
    const handler = await bindFunction(definition, this.ports, variables);
    return handler(input as never, invocation());
  }

  /** Sends a request to a route; its body is parsed. */
  async request(route: FunctionDefinition, request: RequestLike) {
    const event = proxyEvent({ path: pathOf(route, request.params), ...request });
    const result = (await this.invoke(route, event)) as APIGatewayProxyResult;
    const { statusCode: status, headers } = result;
    return { status, headers, body: result.body === '' ? undefined : JSON.parse(result.body) };
  }

  /** The types of all events committed so far. */
  publishedTypes(): string[] {
    return this.tables.published.map(({ type }) => type);
  }

  async #invoke(command: object): Promise<object> {
    const { Payload } = (command as { input: { Payload: Uint8Array } }).input;
    const request = JSON.parse(Buffer.from(Payload).toString('utf8')) as GatewayRequest;
    this.gatewayCalls.push(request.operation);
    const fault = await this.gatewayFault(request);
    if (fault === 'unreached') throw new Error('connect ETIMEDOUT');
    try {
      const answer = await this.invoke(sandboxGateway, request);
      if (fault === 'lost') throw new Error('Task timed out after 5.00 seconds');
      return { Payload: Buffer.from(JSON.stringify(answer)) };
    } catch (error) {
      const message = { errorMessage: errorMessage(error) };
      return { FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(message)) };
    }
  }
}

function pathOf({ trigger }: FunctionDefinition, params: Record<string, string> = {}): string {
  if (trigger.kind !== 'route') throw new Error('only a route takes requests');
  return trigger.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? '');
}
