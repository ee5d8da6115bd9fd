import type { AsyncInvocations } from './async-invocations.ts';
import { checkQualifier } from './function-name.ts';
import { lambdaException, throttled, validationException } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Outcome } from './outcome.ts';
import { PayloadBytes } from './payload-bytes.ts';

/** Invoke's input, as far as it is simulated. */
export interface InvokeInput {
  FunctionName?: string;
  InvocationType?: string;
  Payload?: Uint8Array | string;
  LogType?: string;
  Qualifier?: string;
}

const MAXIMUM_BYTES = 6 * 1024 * 1024;
/** A function's answer may be a little longer than its event. Lambda quotas. */
const MAXIMUM_ANSWER_BYTES = 6_291_556;
const MAXIMUM_LATER_BYTES = 1024 * 1024;

/** Of a log, what an answer holds. */
const TAIL_BYTES = 4096;
const TYPES = ['Event', 'RequestResponse', 'DryRun'];

/**
 * Invoke: waits for the answer, or accepts the event for later, or only says that it could. An error of the function is an answer
 * with `FunctionError`. AWS Lambda API Reference.
 */
export async function invokeOperation(
  target: LambdaFunction,
  input: InvokeInput,
  later: AsyncInvocations,
  traceHeader: string | undefined,
): Promise<object> {
  const { InvocationType: type = 'RequestResponse' } = input;
  checkInput(input, type);
  if (type === 'DryRun') return { StatusCode: 204, ExecutedVersion: '$LATEST' };
  const text = payloadText(input.Payload);
  const isLater = type === 'Event';
  const limit = isLater ? MAXIMUM_LATER_BYTES : MAXIMUM_BYTES;
  const bytes = Buffer.byteLength(text);
  if (bytes > limit) {
    const message = `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`;
    throw lambdaException('RequestTooLargeException', message);
  }
  const event = parseEvent(text);
  if (isLater) {
    later.accept(target, text, traceHeader);
    return { StatusCode: 202, Payload: PayloadBytes.fromText('') };
  }
  const invocation = target.invoke(event, traceHeader, { tailsLog: input.LogType === 'Tail' });
  if (!invocation) throw throttled();
  return answer(await invocation);
}

function checkInput({ LogType = 'None', Qualifier }: InvokeInput, type: string): void {
  if (!TYPES.includes(type)) {
    const set = `Member must satisfy enum value set: [${TYPES.join(', ')}]`;
    throw validationException(type, 'invocationType', set);
  }
  if (LogType !== 'None' && LogType !== 'Tail') {
    const set = 'Member must satisfy enum value set: [Tail, None]';
    throw validationException(LogType, 'logType', set);
  }
  checkQualifier(Qualifier);
}

function payloadText(payload: Uint8Array | string | undefined): string {
  if (payload === undefined) return '{}';
  if (typeof payload === 'string') return payload;
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString();
}

function parseEvent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = 'Could not parse request body into json';
    const error = lambdaException('InvalidRequestContentException', message);
    throw Object.assign(error, { cause });
  }
}

function answer(outcome: Outcome): object {
  const error = outcome.error ?? marshalError(outcome.result);
  const text = JSON.stringify(error ?? ('result' in outcome ? outcome.result : null)) ?? 'null';
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: PayloadBytes.fromText(text),
    ...(error ? { FunctionError: 'Unhandled' } : {}),
    ...(outcome.log === undefined ? {} : { LogResult: tailOf(outcome.log) }),
  };
}

/** The end of a log, in Base64. */
function tailOf(log: string): string {
  return Buffer.from(log).subarray(-TAIL_BYTES).toString('base64');
}

/** What the runtime reports of a result that is not JSON, or is too large. */
function marshalError(result: unknown): object | undefined {
  try {
    const text = JSON.stringify(result) ?? 'null';
    if (Buffer.byteLength(text) <= MAXIMUM_ANSWER_BYTES) return undefined;
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_ANSWER_BYTES} bytes).`;
    return { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
  } catch (error) {
    const errorMessage = `Unable to stringify response body: ${(error as Error).message}`;
    return { errorType: 'Runtime.MarshalError', errorMessage, trace: [] };
  }
}
