import { canonicalNumber } from '../../../local/dynamodb/number.ts';
import type { Outcome } from '../agreement.ts';
import { keysOf, shapes } from './shapes.ts';
import type { Step } from './step.ts';

/** What a step came to, before it is compared. */
export type Raw = { output: object } | { error: Error };

/** An outcome as plain data, without what is not compared. */
export function normalised(step: Step, raw: Raw): Outcome {
  if ('error' in raw) return { error: errorOf(raw.error) };
  const plain = plainOf(raw.output) as Record<string, unknown>;
  if (step.operation === 'ReadStream') return { records: byItem(plain['Records'] as Record_[]) };
  if (step.operation === 'Scan') return together(plain, sorted);
  if (step.input['IndexName'] !== undefined) {
    const range = rangeOf(step);
    return together(plain, (items) => tiesSorted(items, range));
  }
  if (step.operation === 'BatchGetItem') return sortedResponses(plain);
  return plain;
}

interface Record_ {
  eventName: string;
  userIdentity?: unknown;
  dynamodb: Record<string, unknown>;
}

function errorOf(error: Error): object {
  const { CancellationReasons, Item } = error as { CancellationReasons?: unknown; Item?: unknown };
  return {
    name: error.name,
    message: withCanonicalNumbers(error.message),
    ...(CancellationReasons === undefined ? {} : { reasons: plainOf(CancellationReasons) }),
    ...(Item === undefined ? {} : { item: plainOf(Item) }),
  };
}

/** Without metadata and capacity; bytes as base64, sets sorted, members without a value left out. */
function plainOf(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainOf);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value)
    .filter(([name, member]) => member !== undefined && !uncompared.has(name))
    .map(([name, member]) => [name, plainMember(name, member)]);
  return Object.fromEntries(members);
}

/** Members of answers that are not compared: capacity is judged by tests of its own. */
const uncompared = new Set(['$metadata', 'ConsumedCapacity']);

function isSet(name: string, member: unknown): member is unknown[] {
  return (name === 'SS' || name === 'NS' || name === 'BS') && Array.isArray(member);
}

function plainMember(name: string, member: unknown): unknown {
  if (name === 'N' && typeof member === 'string') return canonical(member);
  if (!isSet(name, member)) return plainOf(member);
  return member
    .map((element) => (name === 'NS' ? canonical(String(element)) : plainOf(element)))
    .sort();
}

/** How a number is spelt is one of the differences: `1e2` is 100 on AWS, and kept as it came there. */
function canonical(text: string): string {
  try {
    return canonicalNumber(text);
  } catch {
    // Not a number in a message, or one out of range: compared as it is.
    return text;
  }
}

function withCanonicalNumbers(message: string): string {
  return message.replace(/\{N:([^}]*)\}/g, (_, text: string) => `{N:${canonical(text)}}`);
}

/** The order of a scan is the engine's own, as is that of equal keys of an index, and so is where pages end. */
function together(
  { pages }: Record<string, unknown>,
  order: (items: readonly unknown[]) => unknown[],
): Outcome {
  const all = pages as { Items?: unknown[]; Count: number; ScannedCount: number }[];
  return {
    items: order(all.flatMap(({ Items = [] }) => Items)),
    count: sum(all.map(({ Count }) => Count)),
    scanned: sum(all.map(({ ScannedCount }) => ScannedCount)),
  };
}

/** The sort attributes of the index that is queried, if the items show them. */
function rangeOf({ input }: Step): string[] {
  const { indexes } = shapes.find(({ name }) => name === input['TableName'])!;
  const index = indexes.find(({ name }) => name === input['IndexName']);
  if (index === undefined || input['ProjectionExpression'] !== undefined) return [];
  return keysOf(index).range.map(([name]) => name);
}

/** Items in their order, but for those with the same sort key. */
function tiesSorted(items: readonly unknown[], range: readonly string[]): unknown[] {
  const groups: { at: string; items: unknown[] }[] = [];
  for (const item of items) {
    const at = JSON.stringify(range.map((name) => (item as Record<string, unknown>)[name]));
    const group = groups.at(-1);
    if (group?.at === at) group.items.push(item);
    else groups.push({ at, items: [item] });
  }
  return groups.flatMap((group) => sorted(group.items));
}

function sortedResponses(plain: Record<string, unknown>): Outcome {
  const responses = Object.entries(plain['Responses'] as Record<string, unknown[]>);
  const ordered = responses.map(([table, items]) => [table, sorted(items)]);
  return { ...plain, Responses: Object.fromEntries(ordered) };
}

/** A stream's records in the order of each item; between items there is none. */
function byItem(records: readonly Record_[]): unknown[] {
  const plain = records.map(({ eventName, userIdentity, dynamodb }) => {
    const { ApproximateCreationDateTime: _, SequenceNumber: __, ...change } = dynamodb;
    const untyped = JSON.stringify(change).replaceAll('{"M":{}}', '{}');
    return { eventName, userIdentity, ...JSON.parse(untyped) };
  });
  const keyOf = (record: (typeof plain)[number]) =>
    JSON.stringify(inOrder((record as Record<string, unknown>)['Keys']));
  return plain.sort((left, right) =>
    keyOf(left) < keyOf(right) ? -1 : keyOf(left) > keyOf(right) ? 1 : 0,
  );
}

function sorted(items: readonly unknown[]): unknown[] {
  const texts = items.map((item) => JSON.stringify(inOrder(item)));
  return texts.sort().map((text) => JSON.parse(text));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
