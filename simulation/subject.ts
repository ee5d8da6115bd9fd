import type { HttpRequest } from '../local/apigateway/http.ts';
import type {
  CallPoint,
  DeliveryPoint,
  InvocationPoint,
  MessagePoint,
  PacedPoints,
  StreamPoint,
} from '../local/interference.ts';
import type { PointName, Points } from './fault.ts';

/** Any input of a call, as far as it tells what the call is about. */
interface Input {
  Key?: Values;
  Item?: Values;
  ExpressionAttributeValues?: Values;
  TransactItems?: readonly Record<string, { Key?: Values; Item?: Values }>[];
  RequestItems?: Record<string, { Keys?: readonly Values[] }>;
  Entries?: readonly { Detail?: string }[];
  Payload?: Uint8Array;
  ReceiptHandle?: string;
  MessageBody?: string;
}

type Values = Record<string, { S?: string; N?: string } | undefined>;

/** What a call is about: the key of an item, the id of an event, the reference of a payment. */
export function subjectOfCall({ operation, input }: CallPoint): string {
  const given = input as Input;
  if (given.Key) return firstOf(given.Key);
  if (given.Item) return itemKey(given.Item);
  if (given.TransactItems) return subjectOfTransaction(given.TransactItems);
  if (given.RequestItems)
    return Object.values(given.RequestItems)[0]?.Keys?.map(firstOf).join() ?? '';
  if (given.Entries) return eventIdIn(given.Entries[0]?.Detail ?? '');
  if (given.ExpressionAttributeValues) return firstOf(given.ExpressionAttributeValues);
  if (given.Payload) return referenceIn(Buffer.from(given.Payload).toString('latin1'));
  return given.MessageBody ? eventIdIn(given.MessageBody) : operation;
}

/** What an invocation is about: its first record, request or reference. */
function subjectOfInvocation({ event }: InvocationPoint): string {
  const { Records, path, httpMethod, reference, headers } = event as {
    Records?: readonly { body?: string; dynamodb?: { Keys?: Values } }[];
    path?: string;
    httpMethod?: string;
    reference?: string;
    headers?: Record<string, string>;
  };
  const first = Records?.[0];
  if (first?.body !== undefined) return eventIdIn(first.body);
  if (first?.dynamodb) return firstOf(first.dynamodb.Keys ?? {});
  if (reference !== undefined) return reference;
  return path === undefined ? 'tick' : `${httpMethod} ${path} ${idempotencyKey(headers ?? {})}`;
}

function idempotencyKey(headers: HttpRequest['headers']): string {
  for (const name in headers) {
    if (name.toLowerCase() === 'idempotency-key') return String(headers[name]);
  }
  return '';
}

/** What a delivery is about: the event. */
function subjectOfDelivery({ event }: DeliveryPoint): string {
  return (event.parsed['detail'] as { eventId?: string } | undefined)?.eventId ?? 'tick';
}

/** What a message is about: the event in it. */
function subjectOfMessage({ message }: MessagePoint): string {
  return eventIdIn(message.body);
}

/** Every point that has a subject. */
export type SubjectPoints = PacedPoints & {
  [Name in Exclude<PointName, keyof PacedPoints>]: Points[Name]['point'];
};

/** The name of a point that has a subject. */
export type SubjectName = keyof SubjectPoints;

const calling = (point: CallPoint): string =>
  `${point.caller} ${point.operation} ${subjectOfCall(point)}`;
const invoking = (point: InvocationPoint): string =>
  `${point.functionName} ${subjectOfInvocation(point)}`;
const handed = (point: MessagePoint): string => `${point.queue} ${subjectOfMessage(point)}`;
const streamed = ({ functionName, keys }: StreamPoint): string => `${functionName} ${keys}`;

/** What is decided is about: whose call, invocation, delivery, message, batch or request. */
export const subjectOf: { [Name in SubjectName]: (point: SubjectPoints[Name]) => string } = {
  call: calling,
  retry: calling,
  invocation: invoking,
  handler: invoking,
  delivery: (point) => `${point.rule} ${subjectOfDelivery(point)}`,
  visibility: handed,
  deleteLost: handed,
  streamLag: streamed,
  streamRepeats: streamed,
  poll: ({ queue, atMs, first }) => `${queue} ${first ? eventIdIn(first.body) : atMs}`,
  request: ({ method, path, headers }) => `${method} ${path} ${idempotencyKey(headers)}`,
};

const EVENT_ID = '"eventId":"';

function eventIdIn(text: string): string {
  const start = text.indexOf(EVENT_ID);
  if (start < 0) return text.slice(0, 32);
  return text.slice(start + EVENT_ID.length, text.indexOf('"', start + EVENT_ID.length));
}

function referenceIn(payload: string): string {
  const [, operation = '', reference = ''] =
    /"operation":"(\w+)".*?"reference":"(\w+)"/.exec(payload) ?? [];
  return `${operation} ${reference}`;
}

function subjectOfTransaction(items: NonNullable<Input['TransactItems']>): string {
  const [first] = items;
  const part = first && Object.values(first)[0];
  return part?.Item ? itemKey(part.Item) : firstOf(part?.Key ?? {});
}

function itemKey(item: Values): string {
  const { pk, stream, orderId, reference, version } = item;
  return (pk ?? stream ?? orderId ?? reference)?.S + (version?.N ? `/${version.N}` : '');
}

function firstOf(values: Values): string {
  for (const name in values) return values[name]?.S ?? values[name]?.N ?? '';
  return '';
}
