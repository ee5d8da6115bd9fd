import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import { sqsException } from './sqs-errors.ts';

const MAXIMUM_ENTRIES = 10;
const ENTRY_ID = /^[\w-]{1,80}$/;

/** What the entries of a batch are, as SQS calls them. */
export type EntryType = 'SendMessageBatch' | 'DeleteMessageBatch' | 'ChangeMessageVisibilityBatch';

interface BatchOutcome<Result> {
  Successful: (Result & { Id: string })[];
  Failed: BatchResultErrorEntry[];
}

/**
 * Runs each entry of a batch by itself: one that fails does not fail the others. A batch that is
 * itself wrong throws. Amazon SQS API Reference, SendMessageBatch.
 */
export function runBatch<Entry extends { Id?: string | undefined }, Result extends object>(
  entries: readonly Entry[] | undefined,
  type: EntryType,
  run: (entry: Entry) => Result,
): BatchOutcome<Result> {
  checkBatch(entries ?? [], type);
  const outcome: BatchOutcome<Result> = { Successful: [], Failed: [] };
  for (const entry of entries ?? []) {
    const Id = entry.Id ?? '';
    try {
      outcome.Successful.push({ Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof SQSServiceException)) throw error;
      outcome.Failed.push({
        Id,
        SenderFault: true,
        Code: error.name,
        Message: error.message,
      });
    }
  }
  return outcome;
}

/** Throws for a batch that is itself wrong: empty, too long, or with ids that are none or not distinct. */
export function checkBatch(entries: readonly { Id?: string | undefined }[], type: EntryType): void {
  if (entries.length === 0) {
    const message = `There should be at least one ${type}RequestEntry in the request.`;
    throw sqsException('EmptyBatchRequest', message);
  }
  if (entries.length > MAXIMUM_ENTRIES) {
    const message = `Maximum number of entries per request are ${MAXIMUM_ENTRIES}. You have sent ${entries.length}.`;
    throw sqsException('TooManyEntriesInBatchRequest', message);
  }
  const ids = new Set<string | undefined>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id ?? '')) {
      const message =
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw sqsException('InvalidBatchEntryId', message);
    }
    if (ids.has(Id)) throw sqsException('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
}
