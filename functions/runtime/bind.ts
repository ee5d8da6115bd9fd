import { consumeBatch } from './consume.ts';
import type { Cause, FunctionDefinition } from './definition.ts';
import { createEnvironment, type InvocationContext, type Variables } from './environment.ts';
import type { Ports } from './ports.ts';
import { serveRoute } from './route-handler.ts';
import { traceparentOf } from './trace.ts';

/** A Lambda handler, as Lambda and the embedded cloud call it. */
export type LambdaHandler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/**
 * Makes a Lambda handler of a definition, over the ports that an edge provides. Runs `init`; call it
 * once per execution environment.
 */
export async function bindFunction(
  definition: FunctionDefinition,
  ports: Ports,
  variables: Variables,
): Promise<LambdaHandler> {
  const environment = createEnvironment(definition, ports, variables);
  const state = await definition.init?.(environment.depsFor(noCause, startUp));
  switch (definition.trigger.kind) {
    case 'events':
      return consumeBatch(environment, state) as LambdaHandler;
    case 'route':
      return serveRoute(environment, state) as LambdaHandler;
    default:
      return async (event, context) => {
        const deps = environment.depsFor(invocationCause(context), context);
        return definition.handle(event as never, deps, state as never);
      };
  }
}

const noCause: Cause = { id: '', correlationId: '' };

const startUp: InvocationContext = { awsRequestId: '', getRemainingTimeInMillis: () => 0 };

/** A stream, a schedule and a direct call bring their causes, if any, in what they carry. */
function invocationCause(context: InvocationContext): Cause {
  const { awsRequestId, traceHeader } = context;
  return {
    id: awsRequestId,
    correlationId: awsRequestId,
    traceparent: traceparentOf(traceHeader),
  };
}
