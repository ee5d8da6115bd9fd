import type { Cause, Deps, FunctionDefinition } from '../../functions/runtime/definition.ts';
import { createEnvironment, type Variables } from '../../functions/runtime/environment.ts';
import type { LogFields, Logger, Ports } from '../../functions/runtime/ports.ts';

/** A line of a function's log, or one metric it added. */
export interface Noted {
  logs: (LogFields & { level: string; message: string })[];
  metrics: { name: string; value: number; dimensions?: Record<string, string> }[];
  /** Pauses the function made, in milliseconds. */
  pausesMs: number[];
}

/** Ports on a clock that only `sleep` moves, with chance always one half; what they hear is noted. */
export function fakePorts(overrides: Partial<Ports> = {}, startMs = 1_795_255_200_000) {
  const noted: Noted = { logs: [], metrics: [], pausesMs: [] };
  let nowMs = startMs;
  const ports: Ports = {
    dynamodb: refusing('dynamodb'),
    eventbridge: refusing('eventbridge'),
    lambda: refusing('lambda'),
    sqs: refusing('sqs'),
    tokens: { verify: async () => Promise.reject(new Error('no token is known')) },
    clock: {
      nowMs: () => nowMs,
      sleep: async (durationMs) => {
        noted.pausesMs.push(durationMs);
        nowMs += durationMs;
      },
    },
    chance: { fraction: () => 0.5 },
    logger: notingLogger(noted, {}),
    metrics: {
      add: (name, _unit, value, dimensions) => noted.metrics.push({ name, value, dimensions }),
      flush: () => {},
    },
    tracer: { span: (_name, _annotations, work) => work() },
    ...overrides,
  };
  return { ports, noted };
}

/** A port of the AWS SDK that answers each operation, by its command's name, and records what it got. */
export function answering(answers: Record<string, (input: never) => unknown>) {
  const calls: { operation: string; input: Record<string, unknown> }[] = [];
  const send = async (command: object) => {
    const { input } = command as { input: Record<string, unknown> };
    const operation = command.constructor.name.replace(/Command$/, '');
    calls.push({ operation, input });
    const answer = answers[operation];
    if (!answer) throw new Error(`The test answers no ${operation}`);
    return answer(input as never);
  };
  return { calls, port: { send } as unknown as Ports['dynamodb'] & Ports['sqs'] & Ports['lambda'] };
}

/** The context of one invocation, with ten seconds left unless told otherwise. */
export function invocation(remainingMs: () => number = () => 30_000) {
  return { awsRequestId: 'request-1', getRemainingTimeInMillis: remainingMs };
}

/** The deps of one message or request, as the runtime makes them. */
export function depsOf(
  ports: Ports,
  cause: Partial<Cause> = {},
  options: { variables?: Variables; remainingMs?: () => number } = {},
): Deps {
  const definition: FunctionDefinition = {
    service: 'ordering',
    name: 'under-test',
    trigger: { kind: 'direct' },
    uses: {},
    publishes: [],
    limits: { timeoutSeconds: 10, memoryMb: 128 },
    handle: async () => undefined,
  };
  const environment = createEnvironment(definition, ports, options.variables ?? {});
  const whole = { id: 'cause-1', correlationId: 'flow-1', ...cause };
  return environment.depsFor(whole, invocation(options.remainingMs));
}

function refusing(name: string): never {
  const refuse = async () => Promise.reject(new Error(`The test gives no ${name}`));
  return { send: refuse } as never;
}

function notingLogger(noted: Noted, fields: LogFields): Logger {
  const note = (level: string) => (message: string, extra?: LogFields) => {
    noted.logs.push({ level, message, ...fields, ...extra });
  };
  return {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    with: (more) => notingLogger(noted, { ...fields, ...more }),
  };
}
