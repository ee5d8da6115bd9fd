import { NotSimulatedError } from '../errors.ts';
import type { AsyncInvocations } from './async-invocations.ts';
import { lambdaException, throttled } from './lambda-errors.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Outcome } from './outcome.ts';
import { PayloadBytes } from './payload-bytes.ts';

/** Invoke's input, as far as it is simulated. */
export interface InvokeInput {
  FunctionName?: string;
  InvocationType?: string;
  Payload?: Uint8Array | string;
  LogType?: string;
  ClientContext?: string;
  Qualifier?: string;
}

const MAXIMUM_BYTES = 6 * 1024 * 1024;
const MAXIMUM_LATER_BYTES = 1024 * 1024;

/**
 * Invoke: waits for the answer, or accepts the event for later. An error of the function is an answer
 * with `FunctionError`. AWS Lambda API Reference.
 */
export async function invokeOperation(
  target: LambdaFunction,
  input: InvokeInput,
  later: AsyncInvocations,
  traceHeader: string | undefined,
): Promise<object> {
  const { InvocationType: type = 'RequestResponse' } = input;
  refuseOthers(input, type);
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
  const invocation = target.invoke(event, traceHeader);
  if (!invocation) throw throttled();
  return answer(await invocation);
}

function refuseOthers(input: InvokeInput, type: string): void {
  const { LogType = 'None', ClientContext, Qualifier = '$LATEST' } = input;
  if (type !== 'RequestResponse' && type !== 'Event') {
    throw new NotSimulatedError(`InvocationType ${type} of lambda:Invoke`);
  }
  if (LogType !== 'None') throw new NotSimulatedError(`LogType ${LogType} of lambda:Invoke`);
  if (ClientContext !== undefined) throw new NotSimulatedError('ClientContext of lambda:Invoke');
  if (Qualifier !== '$LATEST') throw new NotSimulatedError('Qualifier of lambda:Invoke');
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
  };
}

/** What the runtime reports of a result that is not JSON, or is too large. */
function marshalError(result: unknown): object | undefined {
  try {
    const text = JSON.stringify(result) ?? 'null';
    if (text.length <= MAXIMUM_BYTES) return undefined;
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_BYTES} bytes).`;
    return { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
  } catch (error) {
    const errorMessage = `Unable to stringify response body: ${(error as Error).message}`;
    return { errorType: 'Runtime.MarshalError', errorMessage, trace: [] };
  }
}
