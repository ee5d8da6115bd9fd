import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { CallFate } from '../interference.ts';
import type { Answer } from '../service.ts';

/** A PutEvents of which some entries are refused: the others are put, and each is answered at its place. */
export function putInPart(
  { Entries = [] }: PutEventsRequest,
  { positions, code, message }: Extract<CallFate, { kind: 'entries-refused' }>,
  put: (rest: PutEventsRequest) => Answer,
): Answer {
  const rest = Entries.filter((_entry, position) => !positions.has(position));
  const answer = rest.length > 0 ? put({ Entries: rest }) : undefined;
  const accepted = [...((answer?.output as PutEventsResponse | undefined)?.Entries ?? [])];
  const results = Entries.map((_entry, position) =>
    positions.has(position) ? { ErrorCode: code, ErrorMessage: message } : accepted.shift()!,
  );
  const failed = results.filter(
    (result) => 'ErrorCode' in result && result.ErrorCode !== undefined,
  );
  return { output: { FailedEntryCount: failed.length, Entries: results } };
}
