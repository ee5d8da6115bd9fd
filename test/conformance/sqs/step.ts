/**
 * One step of a sequence: a call of the SQS API, or a wait. Texts in the input may name what only a run knows:
 * `$name(a)`, `$url(a)` and `$arn(a)` of the queue `a`, `$prefix` of all its queues, `$handle(a,2)` of the third
 * message that was received from `a` (its latest, counted round), `$task` for the latest move task, `$bytes(text)` for bytes.
 */
export type Step = Call | { wait: number };

/** A call of the API. */
export interface Call {
  /** The operation. */
  call: string;
  input: Readonly<Record<string, unknown>>;
}

/** A call on the queue with that label. */
export function on(queue: string, call: string, input: Call['input'] = {}): Call {
  return { call, input: { QueueUrl: `$url(${queue})`, ...input } };
}

/** Makes the queue with that label. */
export function create(queue: string, Attributes: Readonly<Record<string, string>> = {}): Call {
  return { call: 'CreateQueue', input: { QueueName: `$name(${queue})`, Attributes } };
}

/** The attribute that sends dead letters to the queue with that label. */
export function redriveTo(queue: string, maxReceiveCount: unknown): { RedrivePolicy: string } {
  const policy = { deadLetterTargetArn: `$arn(${queue})`, maxReceiveCount };
  return { RedrivePolicy: JSON.stringify(policy) };
}
