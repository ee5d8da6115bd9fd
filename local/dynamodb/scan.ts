import type { ScanInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from './engine.ts';
import { constraintException, validationException } from './errors.ts';
import type { ItemKey } from './keys.ts';
import { Page } from './page.ts';
import { type ReadRequest, readReadRequest } from './read-request.ts';
import { isInSegment, type ScanRange } from './scan-order.ts';

const maximumSegments = 1_000_000;

/** Scan (API_Scan) of a table, an index, or a segment of one. */
export const scan: Operation<ScanInput> = (engine, input, meter) => {
  const segment = readSegment(input);
  const request = readReadRequest(engine.tables, input);
  const start = startOf(request, segment);
  const page = new Page(request);
  const partitions = request.index?.entries ?? request.table.items;
  partitions.walkPartitions({ ...segment, ...(start && { from: start.hash }) }, (hash) => {
    let more = true;
    const from = start?.hash === hash ? `${start.range}\u0000` : undefined;
    partitions.walk(hash, true, from, (text) => {
      more = page.add(text);
      return more;
    });
    return more;
  });
  return page.finish(meter);
};

function readSegment({ Segment, TotalSegments }: ScanInput): ScanRange {
  if (Segment === undefined && TotalSegments === undefined) return { segment: 0, totalSegments: 1 };
  if (TotalSegments === undefined) {
    throw validationException(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (Segment === undefined) {
    throw validationException(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  checkBounds('totalSegments', TotalSegments, 1, maximumSegments);
  checkBounds('segment', Segment, 0, maximumSegments - 1);
  if (Segment >= TotalSegments) {
    throw validationException(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
  return { segment: Segment, totalSegments: TotalSegments };
}

function checkBounds(member: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  const rule =
    value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw constraintException(String(value), member, `Member must have value ${rule}`);
}

function startOf({ startKey, index }: ReadRequest, segment: ScanRange): ItemKey | undefined {
  if (startKey === undefined) return undefined;
  const start =
    index === undefined ? startKey.key : index.locate(startKey.attributes, startKey.key)!;
  if (isInSegment(start.hash, segment)) return start;
  throw validationException(
    'The provided starting key is invalid: Invalid ExclusiveStartKey. ' +
      'Please use ExclusiveStartKey with correct Segment. ' +
      `TotalSegments: ${segment.totalSegments} Segment: ${segment.segment}`,
  );
}
