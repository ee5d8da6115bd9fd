import { bindFunction, type LambdaHandler } from './bind.ts';
import type { FunctionDefinition } from './definition.ts';
import { emfMetrics } from './emf.ts';
import type { Variables } from './environment.ts';
import {
  type Chance,
  type Clock,
  GATEWAY_CALLS,
  type LogFields,
  type Logger,
  type Metrics,
  type Ports,
  type TokenVerifier,
  type Tracer,
} from './ports.ts';
import { createTokenVerifier } from './token-verifier.ts';

/** What an engine that runs functions in its own process gives each execution environment. */
export interface InProcessEnvironment {
  variables: Variables;
  /** Answers every service's commands as the function's role. */
  client: {
    send(
      command: object,
      limits?: { maxAttempts: number; requestTimeoutMs: number },
    ): Promise<never>;
  };
  clock: Clock;
  chance: Chance;
  /** Awaits what needs real time or threads; on virtual time it takes `durationMs`. */
  outside<T>(promise: Promise<T>, durationMs: number): Promise<T>;
  /** Takes a line of the function's log. */
  log(line: string): void;
}

/** What checking a signature takes on virtual time. */
const VERIFICATION_MS = 5;

/** The least serious lines that are written. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** What an engine may do without, or bring along. */
export interface InProcessOptions {
  /** `warn` unless given. */
  logLevel?: LogLevel | undefined;
  /** Takes the metrics; lines in the embedded metric format go to the log unless given. */
  metrics?: Metrics;
  /** Makes the verifier of tokens; `createTokenVerifier` unless given. */
  createVerifier?: typeof createTokenVerifier;
}

/** Binds a definition to an engine in the same process; log and metrics go to its sink, on its clock. */
export function bindInProcess(
  definition: FunctionDefinition,
  environment: InProcessEnvironment,
  options: InProcessOptions = {},
): Promise<LambdaHandler> {
  const { logLevel = 'warn', createVerifier = createTokenVerifier } = options;
  const { client, clock, chance, log, variables } = environment;
  const port = client as unknown as Ports['dynamodb'] & Ports['eventbridge'] & Ports['sqs'];
  const gateway = { send: (command: object) => client.send(command, GATEWAY_CALLS) };
  const nowMs = () => clock.nowMs();
  const ports: Ports = {
    dynamodb: port,
    eventbridge: port,
    lambda: gateway as unknown as Ports['lambda'],
    sqs: port,
    clock,
    chance,
    logger: new SinkLogger({ level: LEVELS.indexOf(logLevel), nowMs, log }, [
      { service: definition.service, function: definition.name },
    ]),
    metrics: options.metrics ?? emfMetrics(definition.service, nowMs, log),
    tracer: plainTracer,
    tokens: lazyTokens(environment, createVerifier),
  };
  return bindFunction(definition, ports, variables);
}

/** X-Ray is not there in process; the causal tree is in the events themselves. */
const plainTracer: Tracer = { span: (_name, _annotations, work) => work() };

interface LogSink {
  level: number;
  nowMs(): number;
  log(line: string): void;
}

/** A logger over a sink. Most lines are below its level, so a line's fields are put together last. */
class SinkLogger implements Logger {
  readonly #sink: LogSink;
  readonly #fields: readonly LogFields[];

  constructor(sink: LogSink, fields: readonly LogFields[]) {
    this.#sink = sink;
    this.#fields = fields;
  }

  debug(message: string, extra?: LogFields): void {
    this.#write('debug', message, extra);
  }

  info(message: string, extra?: LogFields): void {
    this.#write('info', message, extra);
  }

  warn(message: string, extra?: LogFields): void {
    this.#write('warn', message, extra);
  }

  error(message: string, extra?: LogFields): void {
    this.#write('error', message, extra);
  }

  with(fields: LogFields): Logger {
    return new SinkLogger(this.#sink, [...this.#fields, fields]);
  }

  #write(level: LogLevel, message: string, extra?: LogFields): void {
    const { level: lowest, nowMs, log } = this.#sink;
    if (LEVELS.indexOf(level) < lowest) return;
    const timestamp = new Date(nowMs()).toISOString();
    log(JSON.stringify(Object.assign({ level, timestamp, message }, ...this.#fields, extra)));
  }
}

/** Only the authoriser has the variables of a verifier. A signature is checked in the thread pool. */
function lazyTokens(
  { variables, clock, outside }: InProcessEnvironment,
  createVerifier: typeof createTokenVerifier,
): TokenVerifier {
  let verifier: TokenVerifier | undefined;
  return {
    verify(token) {
      verifier ??= createVerifier(variables, () => clock.nowMs());
      return outside(verifier.verify(token), VERIFICATION_MS);
    },
  };
}
