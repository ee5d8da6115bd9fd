import type { QueryInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';
import { validationException } from './errors.ts';
import {
  type KeyCondition,
  type RangeCondition,
  readKeyCondition,
} from './expression/key-condition.ts';
import { sortableOf } from './keys.ts';
import { Page } from './page.ts';
import { type ReadRequest, readReadRequest } from './read-request.ts';
import {
  indexRangeAfter,
  indexRangeFrom,
  indexRangePrefix,
  partitionOf,
  partitionWith,
} from './secondary-index.ts';

/** The part of a partition from `from` on, up to but not including `to`. */
interface Bounds {
  from: string;
  /** Undefined for no end. */
  to: string | undefined;
}

/** Query (API_Query) on a table or an index. */
export const query: Operation<QueryInput> = (engine, input, meter) => {
  if (input.KeyConditionExpression === undefined) {
    throw validationException(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const request = readReadRequest(engine.tables, input);
  const condition = readKeyCondition(request.keyCondition!, request.schema);
  checkFilter(request);
  const page = new Page(request);
  const forward = input.ScanIndexForward !== false;
  const bounds = goOn(request, condition, boundsOf(request, condition), forward);
  const end = request.index === undefined ? endOf(condition.range, forward) : undefined;
  walk(request, partitionWith(condition.hash), { ...bounds, forward, end }, page);
  return page.finish(meter);
};

function walk(
  { table, index }: ReadRequest,
  hash: string,
  { from, to, forward, end }: Bounds & { forward: boolean; end: string | undefined },
  page: Page,
): void {
  const partitions = index?.entries ?? table.items;
  partitions.walk(hash, forward, forward ? from : to, (text, range) => {
    if (range < from) return forward;
    if (to !== undefined && range >= to) return !forward;
    const more = page.add(text);
    if (range === end) page.exhaust();
    return more;
  });
}

/**
 * Where nothing can follow: at the bound of a closed range of sort keys. A page that ends just there
 * has no last key, as in DynamoDB Local.
 */
function endOf(range: RangeCondition | undefined, forward: boolean): string | undefined {
  if (range?.operator === 'between') return sortableOf(forward ? range.high : range.low);
  if (range?.operator !== (forward ? '<=' : '>=')) return undefined;
  return sortableOf(range.value);
}

function checkFilter({ filter, schema }: ReadRequest): void {
  for (const [name] of filter?.paths ?? []) {
    if (schema.parts.every((part) => part.name !== name)) continue;
    throw validationException(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`,
    );
  }
}

/** Ranges of a table are sort keys as they sort; those of an index go on with the table's key. */
function boundsOf({ index }: ReadRequest, { prefix, range }: KeyCondition): Bounds {
  if (index === undefined)
    return rangeBounds(
      range,
      (sorted) => sorted,
      (sorted) => `${sorted}\u0000`,
    );
  if (prefix.length === 0) return rangeBounds(range, indexRangeFrom, indexRangeAfter);
  const start = indexRangePrefix(prefix);
  const { from, to } = rangeBounds(
    range,
    (sorted) => start + indexRangeFrom(sorted),
    (sorted) => start + indexRangeAfter(sorted),
  );
  return { from: from === '' ? start : from, to: to ?? beyondPrefix(start) };
}

function rangeBounds(
  range: RangeCondition | undefined,
  from: (sorted: string) => string,
  after: (sorted: string) => string,
): Bounds {
  if (range === undefined) return { from: '', to: undefined };
  if (range.operator === 'between') {
    return { from: from(sortableOf(range.low)), to: after(sortableOf(range.high)) };
  }
  const sorted = sortableOf(range.value);
  switch (range.operator) {
    case '=':
      return { from: from(sorted), to: after(sorted) };
    case '<':
      return { from: '', to: from(sorted) };
    case '<=':
      return { from: '', to: after(sorted) };
    case '>':
      return { from: after(sorted), to: undefined };
    case '>=':
      return { from: from(sorted), to: undefined };
    case 'begins_with':
      return { from: from(sorted), to: beyondPrefix(from(sorted)) };
  }
}

/**
 * The least text that is greater than all that begin with the prefix; undefined if there is none.
 */
function beyondPrefix(prefix: string): string | undefined {
  const last = prefix.length - 1;
  if (last < 0) return undefined;
  const code = prefix.charCodeAt(last);
  if (code === 0xffff) return beyondPrefix(prefix.slice(0, last));
  return prefix.slice(0, last) + String.fromCharCode(code + 1);
}

/** The rest of the bounds after the ExclusiveStartKey, which has to lie within them. */
function goOn(
  { startKey, index, schema }: ReadRequest,
  { hash }: KeyCondition,
  bounds: Bounds,
  forward: boolean,
): Bounds {
  if (startKey === undefined) return bounds;
  const { attributes, key } = startKey;
  const at = index === undefined ? key.range : index.locate(attributes, key)!.range;
  const outside = at < bounds.from || (bounds.to !== undefined && at >= bounds.to);
  if (outside || partitionOf(schema, attributes) !== partitionWith(hash)) {
    throw validationException(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  return forward ? { ...bounds, from: `${at}\u0000` } : { ...bounds, to: at };
}
