import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { Tracer as PowertoolsTracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import { bindFunction, type LambdaHandler } from './bind.ts';
import type { FunctionDefinition } from './definition.ts';
import { METRICS_NAMESPACE } from './emf.ts';
import { PermanentError } from './errors.ts';
import type { LogFields, Logger, Metrics, Ports, Tracer } from './ports.ts';

/** The clients a definition needs; the bundler's entry makes only these, so only these are bundled. */
export type Clients = Partial<
  Pick<Ports, 'dynamodb' | 'eventbridge' | 'lambda' | 'sqs' | 'tokens'>
>;

/**
 * The edge to AWS Lambda: makes the handler of a definition, over SDK clients, Powertools, the wall
 * clock and the environment. Everything here happens once per execution environment.
 */
export function lambdaHandler(
  definition: FunctionDefinition,
  makeClients: (trace: <Client>(client: Client) => Client) => Clients,
): (event: unknown, context: Context) => Promise<unknown> {
  const powertoolsTracer = new PowertoolsTracer();
  const powertoolsLogger = new PowertoolsLogger();
  const clients = makeClients((client) => powertoolsTracer.captureAWSv3Client(client));
  const ports: Ports = {
    dynamodb: clients.dynamodb ?? missing('dynamodb'),
    eventbridge: clients.eventbridge ?? missing('eventbridge'),
    lambda: clients.lambda ?? missing('lambda'),
    sqs: clients.sqs ?? missing('sqs'),
    tokens: clients.tokens ?? missing('tokens'),
    clock: {
      nowMs: () => Date.now(),
      sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    },
    chance: { fraction: () => Math.random() },
    logger: powertools(powertoolsLogger, {}),
    metrics: powertoolsMetrics(definition.service),
    tracer: powertoolsSpans(powertoolsTracer),
  };
  let handler: Promise<LambdaHandler> | undefined;
  return async (event, context) => {
    handler ??= bindFunction(definition, ports, process.env);
    return (await handler)(event, {
      awsRequestId: context.awsRequestId,
      getRemainingTimeInMillis: () => context.getRemainingTimeInMillis(),
      traceHeader: process.env._X_AMZN_TRACE_ID,
    });
  };
}

/** A port that the definition does not say it uses. */
function missing<Port>(name: string): Port {
  const refuse = (): never => {
    throw new PermanentError('port-missing', `The function's definition does not use ${name}`);
  };
  return { send: refuse, verify: refuse } as Port;
}

function powertools(logger: PowertoolsLogger, fields: LogFields): Logger {
  return {
    debug: (message, extra) => logger.debug(message, { ...fields, ...extra }),
    info: (message, extra) => logger.info(message, { ...fields, ...extra }),
    warn: (message, extra) => logger.warn(message, { ...fields, ...extra }),
    error: (message, extra) => logger.error(message, { ...fields, ...extra }),
    with: (more) => powertools(logger, { ...fields, ...more }),
  };
}

/** One Powertools instance a set of dimensions: each writes its own line of the embedded metric format. */
function powertoolsMetrics(serviceName: string): Metrics {
  const instances = new Map<string, PowertoolsMetrics>();
  return {
    add(name, unit, value, dimensions = {}) {
      const key = JSON.stringify(dimensions);
      let instance = instances.get(key);
      if (!instance) {
        instance = new PowertoolsMetrics({ namespace: METRICS_NAMESPACE, serviceName });
        instance.addDimensions(dimensions);
        instances.set(key, instance);
      }
      instance.addMetric(name, unit, value);
    },
    flush() {
      for (const instance of instances.values()) instance.publishStoredMetrics();
      instances.clear();
    },
  };
}

/** A subsegment a span, with its annotations; the error of the work is kept on it and rethrown. */
function powertoolsSpans(tracer: PowertoolsTracer): Tracer {
  return {
    async span(name, annotations, work) {
      if (!tracer.isTracingEnabled()) return work();
      return tracer.provider.captureAsyncFunc(`## ${name}`, async (subsegment) => {
        for (const [key, value] of Object.entries(annotations))
          subsegment?.addAnnotation(key, value);
        try {
          return await work();
        } catch (error) {
          subsegment?.addError(error as Error);
          throw error;
        } finally {
          subsegment?.close();
        }
      }) as ReturnType<typeof work>;
    },
  };
}
