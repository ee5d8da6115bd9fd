import type {
  CallFate,
  CallPoint,
  DeliveryFate,
  DeliveryPoint,
  InvocationFate,
  InvocationPoint,
  MessagePoint,
  StreamPoint,
} from '../local/interference.ts';

/** What each choice point is about, and what a fault may make of it. */
export interface Points {
  call: { point: CallPoint; fate: CallFate };
  invocation: { point: InvocationPoint; fate: InvocationFate };
  delivery: { point: DeliveryPoint; fate: DeliveryFate };
  visibility: { point: MessagePoint; fate: number };
  deleteLost: { point: MessagePoint; fate: true };
  streamLag: { point: StreamPoint; fate: number };
  streamRepeats: { point: StreamPoint; fate: true };
}

/** The name of a choice point. */
export type PointName = keyof Points;

/** One kind of thing that goes wrong at one choice point of the cloud. */
export interface Fault<Name extends PointName = PointName> {
  /** Kebab-case; also the file's name. */
  kind: string;
  /** What happens, as one sentence. */
  sentence: string;
  at: Name;
  /** The chance of each point at its usual rate; each seed has it at its own multiple, many at 0. */
  chance: number;
  /** Whether it can happen here at all; where it can, the dice are thrown. `salt` is the seed's for this kind. */
  applies(point: Points[Name]['point'], salt: number): boolean;
  /** What becomes of the point; `fraction` is one more throw of the dice. */
  bite(point: Points[Name]['point'], fraction: number, salt: number): Points[Name]['fate'];
}

/** States a fault, typed by its choice point; where faults of all kinds meet, the type of the point is erased. */
export function fault<const Name extends PointName>(stated: Fault<Name>): Fault {
  return stated as never;
}

/** Whether a caller is a function of the platform, and not the operator or the sandbox. */
export function isService({ caller }: CallPoint): boolean {
  return caller.startsWith('orderly-') && !caller.endsWith('-sandbox-gateway');
}

/** Whether a call asks the payment gateway. */
export function isGatewayCall({ operation }: CallPoint): boolean {
  return operation === 'Invoke';
}

/** Whether an invocation is one of the payment gateway. */
export function isGateway({ functionName }: InvocationPoint): boolean {
  return functionName.endsWith('-sandbox-gateway');
}

/** Whether an invocation is one of a consumer or a relay. */
export function hasRecords({ event }: InvocationPoint): boolean {
  return Array.isArray((event as { Records?: unknown }).Records);
}

/**
 * Whether a delivery is one of a schedule. The next one comes within a minute: were they late for longer, something
 * would be on its way for as long as things go wrong.
 */
export function isTick({ event }: DeliveryPoint): boolean {
  return event.source === 'aws.events';
}

/** An error as the SDK gives it: a class of its own is only made where functions ask for it. */
export function sdkError(name: string, message: string, httpStatusCode: number): Error {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  const error = new Error(message);
  return Object.assign(error, { name, $fault, $metadata: { httpStatusCode } });
}
