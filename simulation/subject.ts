import type { HttpRequest } from '../local/apigateway/http.ts';
import type {
  CallPoint,
  DeliveryPoint,
  InvocationPoint,
  MessagePoint,
  PacedPoints,
  StreamPoint,
} from '../local/interference.ts';
import { hashText } from './dice.ts';
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

/** What a decision is about: one of many, at one of the few places where it is decided. */
export interface Subject {
  /** A function, rule, queue or method. */
  place: string;
  operation?: string;
  /** The order, event, message or request. */
  about: string;
}

const calling = (point: CallPoint): Subject => {
  const { caller, operation } = point;
  return { place: caller, operation, about: subjectOfCall(point) };
};
const invoking = (point: InvocationPoint): Subject => {
  return { place: point.functionName, about: subjectOfInvocation(point) };
};
const handed = (point: MessagePoint): Subject => {
  return { place: point.queue, about: subjectOfMessage(point) };
};
const streamed = ({ functionName, keys }: StreamPoint): Subject => {
  return { place: functionName, about: keys };
};

/** What is decided is about: whose call, invocation, delivery, message, batch or request. */
export const subjectOf: { [Name in SubjectName]: (point: SubjectPoints[Name]) => Subject } = {
  call: calling,
  retry: calling,
  invocation: invoking,
  handler: invoking,
  delivery: (point) => ({ place: point.rule, about: subjectOfDelivery(point) }),
  visibility: handed,
  deleteLost: handed,
  streamLag: streamed,
  streamRepeats: streamed,
  poll: ({ queue, atMs, first }) => {
    return { place: queue, about: first ? eventIdIn(first.body) : String(atMs) };
  },
  request: ({ method, path, headers }) => {
    return { place: method, about: `${path} ${idempotencyKey(headers)}` };
  },
};

/** A subject in words. */
export function textOf({ place, operation, about }: Subject): string {
  return operation === undefined ? `${place} ${about}` : `${place} ${operation} ${about}`;
}

/** By place and operation, the hash of what a subject's text begins with. */
const beginnings = new Map<string, Map<string | undefined, number>>();

/** The hash of a subject's text, which nobody needs to put together for it. */
export function hashOf({ place, operation, about }: Subject): number {
  let ofPlace = beginnings.get(place);
  if (!ofPlace) {
    ofPlace = new Map();
    beginnings.set(place, ofPlace);
  }
  let beginning = ofPlace.get(operation);
  if (beginning === undefined) {
    beginning = hashText(textOf({ place, operation, about: '' }));
    ofPlace.set(operation, beginning);
  }
  return hashText(about, beginning);
}

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
