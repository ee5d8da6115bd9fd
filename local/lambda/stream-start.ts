import type { StreamRecord } from '../dynamodb/stream.ts';
import type { OpenedStream } from '../dynamodb/table-streams.ts';
import { NotSimulatedError } from '../errors.ts';

/** How long a stream keeps a record. */
const RETENTION_MS = 24 * 60 * 60_000;

/**
 * The records that a stream has: where TRIM_HORIZON begins. Throws NotSimulatedError if it has not kept them, as that of a
 * template's table does not until it is read.
 */
export function recordsSoFar({ arn, log }: OpenedStream, nowMs: number): StreamRecord[] {
  const oldestMs = nowMs - RETENTION_MS;
  if (log.lastLostMs !== undefined && log.lastLostMs >= oldestMs) {
    throw new NotSimulatedError(`TRIM_HORIZON of ${arn}, whose earlier records were not kept`);
  }
  return log
    .after(log.trimmedThrough, Number.POSITIVE_INFINITY)
    .filter(({ approximateCreationMs }) => approximateCreationMs >= oldestMs);
}
