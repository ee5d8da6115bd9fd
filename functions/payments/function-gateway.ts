import { InvokeCommand, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import type { Deps } from '../runtime/definition.ts';
import { errorMessage, RetriableError } from '../runtime/errors.ts';
import type { GatewayRequest, PaymentGateway } from './gateway.ts';

/** The gateway behind a Lambda function: the sandbox, or what the stage puts in front of a real one. */
export function functionGateway(deps: Pick<Deps, 'lambda' | 'gatewayFunction'>): PaymentGateway {
  const call = async <Answer>(request: GatewayRequest): Promise<Answer> => {
    const { FunctionError, Payload } = await invoke(deps, request);
    const text = Payload ? Buffer.from(Payload).toString('utf8') : '';
    if (FunctionError || text === '') {
      throw unanswered(request, text);
    }
    return JSON.parse(text) as Answer;
  };
  return {
    authorise: (request) => call({ operation: 'authorise', ...request }),
    capture: (reference) => call({ operation: 'capture', reference }),
    void: (reference) => call({ operation: 'void', reference }),
    refund: (reference) => call({ operation: 'refund', reference }),
    find: (reference) => call({ operation: 'find', reference }),
  };
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
