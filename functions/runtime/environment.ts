import type { Cause, Deps, FunctionDefinition } from './definition.ts';
import { PermanentError } from './errors.ts';
import type { Ports } from './ports.ts';

/** The variables of a function's environment, as `lib/` sets them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What an invocation tells about itself; Lambda's context, less what nobody reads. */
export interface InvocationContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
  /** X-Amzn-Trace-Id of this invocation. */
  traceHeader?: string;
}

/** A function in one execution environment: what every invocation of it shares. */
export interface Environment {
  definition: FunctionDefinition;
  ports: Ports;
  variables: Variables;
  /** The deps of one message, record or request. */
  depsFor(cause: Cause, context: InvocationContext, fields?: Record<string, unknown>): Deps;
}

/** The name of an environment variable for a name in camel case or kebab case: `TABLE_ORDERS`. */
export function variableName(prefix: string, name: string): string {
  const snake = name.replaceAll('-', '_').replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `${prefix}_${snake.toUpperCase()}`;
}

/** Reads a variable that `lib/` must have set. */
export function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') {
    throw new PermanentError(
      'variable-missing',
      `Environment variable ${name} is not set; the function's definition does not say it uses it`,
    );
  }
  return value;
}

/** Reads variables of one kind by the name in the definition; each name is looked up once. */
function lookUp(variables: Variables, prefix: string): (name: string) => string {
  const found = new Map<string, string>();
  return (name) => {
    let value = found.get(name);
    if (value === undefined) {
      value = required(variables, variableName(prefix, name));
      found.set(name, value);
    }
    return value;
  };
}

/** Prepares a function's environment over the ports that an edge provides. */
export function createEnvironment(
  definition: FunctionDefinition,
  ports: Ports,
  variables: Variables,
): Environment {
  const shared = {
    dynamodb: ports.dynamodb,
    eventbridge: ports.eventbridge,
    lambda: ports.lambda,
    tokens: ports.tokens,
    clock: ports.clock,
    chance: ports.chance,
    metrics: ports.metrics,
    tracer: ports.tracer,
    service: definition.service,
    table: lookUp(variables, 'TABLE'),
    setting: lookUp(variables, 'SETTING'),
    busName: () => required(variables, 'ORDERLY_BUS'),
    gatewayFunction: () => required(variables, 'GATEWAY_FUNCTION'),
  };
  return {
    definition,
    ports,
    variables,
    depsFor: (cause, context, fields) => ({
      ...shared,
      cause,
      logger: fields ? ports.logger.with(fields) : ports.logger,
      remainingMs: () => context.getRemainingTimeInMillis(),
    }),
  };
}
