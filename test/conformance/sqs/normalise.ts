import type { Outcome } from '../agreement.ts';
import type { Symbols } from './symbols.ts';

/** What differs from engine to engine by its nature: shown as being there, not as what it is. */
const VARYING = new Set([
  ...['CreatedTimestamp', 'LastModifiedTimestamp', 'SentTimestamp', 'StartedTimestamp'],
  ...['ApproximateFirstReceiveTimestamp', 'SenderId', 'SequenceNumber', 'ReceiptHandle'],
  ...['TaskHandle', 'NextToken'],
]);

const DOCUMENTS = new Set(['Policy', 'RedrivePolicy', 'RedriveAllowPolicy']);
const UNORDERED = new Set(['QueueUrls', 'queueUrls', 'Successful', 'Failed']);

interface ReceivedMessage {
  Body?: string;
  Attributes?: { MessageGroupId?: string };
}

/** An answer as plain data: ids numbered, names as symbols, nothing empty, and no order where SQS promises none. */
export function normaliseOutput(output: object, symbols: Symbols): Outcome {
  const { $metadata: _metadata, ...members } = output as Record<string, unknown>;
  return (normalise('', inOrder(members), symbols) ?? {}) as Outcome;
}

/** An error as plain data. */
export function normaliseError(error: unknown, symbols: Symbols): Outcome {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return { error: name, message: symbols.abstract(message), status: $metadata?.httpStatusCode };
}

/** The messages of a standard queue by their bodies; those of a FIFO queue stay as they came. */
function inOrder(members: Record<string, unknown>): Record<string, unknown> {
  const messages = members['Messages'] as ReceivedMessage[] | undefined;
  if (!messages || messages.some(({ Attributes }) => Attributes?.MessageGroupId)) return members;
  const sorted = messages.toSorted((one, other) =>
    (one.Body ?? '') < (other.Body ?? '') ? -1 : 1,
  );
  return { ...members, Messages: sorted };
}

function normalise(key: string, value: unknown, symbols: Symbols): unknown {
  if (value === undefined || value === null) return undefined;
  if (VARYING.has(key)) return '$some';
  if (key === 'MessageId') return symbols.number('message', String(value));
  if (typeof value === 'string') return textOf(key, value, symbols);
  if (value instanceof Uint8Array) return `$bytes(${Buffer.from(value).toString()})`;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return listOf(key, value, symbols);
  const entries = Object.entries(value)
    .map(([name, item]) => [name, normalise(name, item, symbols)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function textOf(key: string, text: string, symbols: Symbols): unknown {
  const abstracted = symbols.abstract(text);
  if (!DOCUMENTS.has(key)) return abstracted;
  const document = JSON.parse(abstracted);
  const { maxReceiveCount: count } = document;
  return count === undefined ? document : { ...document, maxReceiveCount: Number(count) };
}

function listOf(key: string, values: readonly unknown[], symbols: Symbols): unknown {
  if (values.length === 0) return undefined;
  const items = values.map((item) => normalise('', item, symbols));
  if (!UNORDERED.has(key)) return items;
  return items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
