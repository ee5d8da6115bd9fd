import { InvokeCommand, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import type { Deps } from '../runtime/definition.ts';
import { errorMessage, RetriableError } from '../runtime/errors.ts';
import { describeIssues, validate } from '../runtime/validation.ts';
import type { GatewayRequest, PaymentGateway } from './gateway.ts';
import { gatewayAnswers } from './gateway-answers.ts';

/** The gateway behind a Lambda function: the sandbox, or what the stage puts in front of a real one. */
export function functionGateway(deps: Pick<Deps, 'lambda' | 'gatewayFunction'>): PaymentGateway {
  const call = async <Answer>(
    request: GatewayRequest,
    schema: z.ZodMiniType<Answer>,
  ): Promise<Answer> => readAnswer(request, schema, await invoke(deps, request));
  return {
    authorise: (request) => call({ operation: 'authorise', ...request }, gatewayAnswers.authorise),
    capture: (reference) => call({ operation: 'capture', reference }, gatewayAnswers.capture),
    void: (reference) => call({ operation: 'void', reference }, gatewayAnswers.void),
    refund: (reference) => call({ operation: 'refund', reference }, gatewayAnswers.refund),
    find: (reference) => call({ operation: 'find', reference }, gatewayAnswers.find),
  };
}

/** An answer that cannot be understood leaves the outcome as unknown as none at all. */
function readAnswer<Answer>(
  request: GatewayRequest,
  schema: z.ZodMiniType<Answer>,
  { FunctionError, Payload }: InvokeCommandOutput,
): Answer {
  const text = Payload ? Buffer.from(Payload).toString('utf8') : '';
  if (FunctionError || text === '') throw unanswered(request, text);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw unanswered(request, 'its answer is not JSON', cause);
  }
  const checked = validate(schema, answer);
  if (checked.success) return checked.data;
  throw unanswered(request, `its answer is none: ${describeIssues(checked.error.issues)}`);
}

/** A call that fails on its way may have arrived all the same. */
async function invoke(
  deps: Pick<Deps, 'lambda' | 'gatewayFunction'>,
  request: GatewayRequest,
): Promise<InvokeCommandOutput> {
  const command = new InvokeCommand({
    FunctionName: deps.gatewayFunction(),
    Payload: Buffer.from(JSON.stringify(request)),
  });
  try {
    return await deps.lambda.send(command);
  } catch (cause) {
    throw unanswered(request, errorMessage(cause), cause);
  }
}

function unanswered(request: GatewayRequest, why: string, cause?: unknown): RetriableError {
  const what = `The gateway did not answer ${request.operation} of ${request.reference}: ${why}`;
  return new RetriableError('outcome-unknown', what, { cause });
}
