import type { HttpRequest } from './apigateway/http.ts';
import type { BusEvent } from './eventbridge/bus-event.ts';
import type { FunctionCode } from './lambda/handler.ts';
import type { FunctionError } from './lambda/outcome.ts';
import type { Message } from './sqs/message.ts';

/** One attempt at a call of an AWS service. */
export interface CallPoint {
  /** The function's name, or `operator`. */
  caller: string;
  service: string;
  operation: string;
  input: object;
  /** 1 for the first; the SDK makes four at DynamoDB, and three elsewhere. */
  attempt: number;
}

/** What becomes of a call. */
export type CallFate =
  /** It is not run, and answered with this error of the SDK; `final`: as at the SDK's last attempt. */
  | { kind: 'refused'; error: Error; final?: boolean }
  /** It is run, and answered with this error instead of its answer or of its refusal. */
  | { kind: 'answer-lost'; error: Error; final?: boolean }
  /** The environment that makes it ends, before it is run or after: nothing of it comes back. */
  | { kind: 'caller-dies'; run: boolean }
  /** No answer comes; the invocation runs into its time-out. */
  | { kind: 'unanswered'; run: boolean }
  /** It takes so much longer on its way there, and its answer on its way back: no caller has to wait for it. */
  | { kind: 'late'; beforeMs: number; afterMs: number }
  /** Eventually consistent reads of an item do not see its last write, if that is no older. */
  | { kind: 'stale'; withinMs: number }
  /** PutEvents: these entries are refused, the others are put. */
  | { kind: 'entries-refused'; positions: ReadonlySet<number>; code: string; message: string }
  /** BatchGetItem: these keys, counted through all its tables, are left unread and given back. */
  | { kind: 'keys-unprocessed'; positions: ReadonlySet<number> };

/** One invocation, before an environment is chosen for it. */
export interface InvocationPoint {
  functionName: string;
  event: unknown;
  /** Environments of the function that wait. */
  idle: number;
}

/** What becomes of an invocation; each member by itself. */
export interface InvocationFate {
  /** It is refused for want of concurrency. */
  throttled?: boolean;
  /** It gets an environment of its own. */
  cold?: boolean;
  /** The environment that has been idle longest is taken, not the last one used. */
  oldest?: boolean;
  /** The init of a new environment fails. */
  initFails?: boolean;
  /** How far a new environment's clock is off. */
  skewMs?: number;
  /** Other code for a new environment than the function's. */
  code?(code: FunctionCode): FunctionCode;
  /** The handler is not run, and this is its error. */
  fails?: FunctionError;
  /** The handler is run, and this is its error instead of its answer. */
  failsAfter?: FunctionError;
  /** The handler is run, and its process ends before its answer is out. */
  diesAfter?: boolean;
  /** What comes of the handler's answer. */
  answer?(result: unknown): unknown;
}

/** An event on its way to one target of a rule. */
export interface DeliveryPoint {
  rule: string;
  event: BusEvent;
}

/** What becomes of a delivery. */
export interface DeliveryFate {
  /** Deliveries beside the one, by how many milliseconds each is made later. */
  copies?: readonly number[];
  /** How much later it is made itself. */
  delayMs?: number;
  refusals?: DeliveryRefusals;
}

/** So many attempts at a delivery are refused, with this error. */
export interface DeliveryRefusals {
  count: number;
  error: Error;
  /** The retries follow each other at once, without the hours of back-off in between. */
  withoutBackOff?: boolean;
}

/** A message that is handed out, or deleted. */
export interface MessagePoint {
  queue: string;
  message: Message;
}

/** What takes time, by the point at which it begins. */
export interface PacedPoints {
  call: CallPoint;
  /** The wait before the SDK's next attempt. */
  retry: CallPoint;
  invocation: InvocationPoint;
  /** A function's own throw of chance, such as the jitter of its back-off. */
  handler: InvocationPoint;
  delivery: DeliveryPoint;
  streamLag: StreamPoint;
  /** Epoch milliseconds; no message is taken yet, or `first` is tried again. */
  poll: { queue: string; atMs: number; first?: Message | undefined };
  request: HttpRequest;
}

/** Records of a stream on their way to a function. */
export interface StreamPoint {
  functionName: string;
  /** Sequence numbers. */
  first: string;
  /** The keys of the first record, as JSON text. */
  keys: string;
}

/**
 * Decides, where the embedded cloud has a choice, what goes wrong. The cloud asks before it acts, and does as
 * it is told; undefined means that nothing goes wrong. It must not change what it is shown.
 */
export interface Interference {
  call(point: CallPoint): CallFate | undefined;
  invocation(point: InvocationPoint): InvocationFate | undefined;
  delivery(point: DeliveryPoint): DeliveryFate | undefined;
  /** Milliseconds for which a received message is hidden, instead of the queue's own. */
  visibility(point: MessagePoint): number | undefined;
  /** Whether a delete is answered and has no effect. */
  deleteLost(point: MessagePoint): boolean;
  /** Milliseconds by which a stream's records come later. */
  streamLag(point: StreamPoint): number;
  /** Whether a batch that was handled comes again, as after a checkpoint that was lost. */
  streamRepeats(point: StreamPoint): boolean;
  /** A fraction in [0, 1) by which chance decides what happens here, mostly how long it takes; absent: the cloud's own. */
  pace?<Name extends keyof PacedPoints>(name: Name, point: PacedPoints[Name]): number;
}
