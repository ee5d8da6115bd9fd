import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type Deps, direct } from '../runtime/definition.ts';
import type { GatewayRequest, GatewayStatus } from './gateway.ts';
import { behaviourOf, type SandboxBehaviour } from './sandbox-cards.ts';

/** A payment as the sandbox keeps it, by merchant reference. */
interface SandboxPayment {
  reference: string;
  state: 'authorised' | 'declined' | 'captured' | 'voided' | 'refunded';
  cardToken: string;
  amount: number;
  currency: string;
  sinceMs: number;
}

/** How long a slow card takes. */
const SLOW_ANSWER_MS = 300;

/**
 * A payment gateway for stages that charge nobody: one payment a merchant reference, and behaviour
 * chosen by the card token. See `sandbox-cards.ts`.
 */
export default direct<GatewayRequest>({
  service: 'payments',
  name: 'sandbox-gateway',
  uses: { tables: { sandbox: ['GetItem', 'PutItem', 'UpdateItem'] } },
  publishes: [],
  limits: { timeoutSeconds: 5, memoryMb: 128 },

  async handle(request, deps) {
    if (request.operation === 'find') return find(request.reference, deps);
    if (request.operation === 'authorise') return authorise(request, deps);
    const payment = await load(request.reference, deps);
    if (!payment) throw new Error(`There is no payment ${request.reference}`);
    hangUpDuringOutage(payment, deps);
    const behaviour = behaviourOf(payment.cardToken);
    if (request.operation === 'capture' && behaviour.capture === 'refused') {
      return { type: 'refused', reason: behaviour.reason };
    }
    const answer = await change(request.operation, payment, deps);
    return respond(
      answer,
      request.operation === 'capture' ? behaviour.captureAnswer : 'prompt',
      deps,
    );
  },
});

async function authorise(
  request: Extract<GatewayRequest, { operation: 'authorise' }>,
  deps: Deps,
): Promise<unknown> {
  const { reference, amount, cardToken } = request;
  const behaviour = behaviourOf(cardToken);
  const state = behaviour.authorise === 'declined' ? 'declined' : 'authorised';
  const sinceMs = deps.clock.nowMs();
  const item: SandboxPayment = { reference, state, cardToken, ...amount, sinceMs };
  const existing = await putOnce(item, deps);
  hangUpDuringOutage(existing ?? item, deps);
  const declined = (existing ?? item).state === 'declined';
  const answer = declined ? { type: 'declined', reason: behaviour.reason } : { type: 'approved' };
  return respond(answer, existing ? 'prompt' : behaviour.authoriseAnswer, deps);
}

/** Puts a payment; returns the one that is there already, if any. */
async function putOnce(item: SandboxPayment, deps: Deps): Promise<SandboxPayment | undefined> {
  try {
    await deps.dynamodb.send(
      new PutItemCommand({
        TableName: deps.table('sandbox'),
        Item: marshall(item),
        ConditionExpression: 'attribute_not_exists(#reference)',
        ExpressionAttributeNames: { '#reference': 'reference' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return unmarshall(error.Item!) as SandboxPayment;
  }
}

const transitions = {
  capture: { from: 'authorised', to: 'captured' },
  void: { from: 'authorised', to: 'voided' },
  refund: { from: 'captured', to: 'refunded' },
} as const;

/** Changes the payment if it may be; the answer names the state it is in afterwards. */
async function change(
  operation: keyof typeof transitions,
  payment: SandboxPayment,
  deps: Deps,
): Promise<{ type: string }> {
  const { from, to } = transitions[operation];
  try {
    await deps.dynamodb.send(
      new UpdateItemCommand({
        TableName: deps.table('sandbox'),
        Key: { reference: { S: payment.reference } },
        UpdateExpression: 'SET #state = :to',
        ConditionExpression: '#state = :from',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':from': { S: from }, ':to': { S: to } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return { type: to };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { state } = unmarshall(error.Item!) as SandboxPayment;
    // Who comes late to a payment that was given back learns that it had been captured.
    return { type: state === 'refunded' && operation !== 'refund' ? 'captured' : state };
  }
}

async function respond(
  answer: unknown,
  manner: SandboxBehaviour['captureAnswer'],
  deps: Deps,
): Promise<unknown> {
  if (manner === 'lost') throw new Error('The sandbox did it and hangs up without an answer');
  if (manner === 'slow') await deps.clock.sleep(SLOW_ANSWER_MS);
  return answer;
}

/** As if nobody were there: not even `find` is answered. Another environment's clock may be behind `sinceMs`. */
function hangUpDuringOutage({ cardToken, sinceMs }: SandboxPayment, deps: Deps): void {
  const { outageMs } = behaviourOf(cardToken);
  if (outageMs > 0 && deps.clock.nowMs() - sinceMs < outageMs) {
    throw new Error('The sandbox is out of service');
  }
}

async function load(reference: string, deps: Deps): Promise<SandboxPayment | undefined> {
  const { Item } = await deps.dynamodb.send(
    new GetItemCommand({
      TableName: deps.table('sandbox'),
      Key: { reference: { S: reference } },
      ConsistentRead: true,
    }),
  );
  return Item ? (unmarshall(Item) as SandboxPayment) : undefined;
}

async function find(reference: string, deps: Deps): Promise<GatewayStatus> {
  const payment = await load(reference, deps);
  if (!payment) return { state: 'unknown' };
  hangUpDuringOutage(payment, deps);
  if (payment.state !== 'declined') return { state: payment.state };
  return { state: 'declined', reason: behaviourOf(payment.cardToken).reason };
}
