import { toldValue } from '../told-value.ts';

/**
 * Which records of a batch the function says it could not handle; `mistake` is there where AWS takes a response for
 * success, although its author meant something else.
 */
export type BatchVerdict =
  | { kind: 'success'; mistake?: BatchResponseError }
  | { kind: 'failure'; reason: string }
  | { kind: 'partial'; failed: ReadonlySet<string> };

/**
 * A response that AWS takes for full success although its author meant failures: a run ends with it, for on AWS the
 * records would be lost without a word.
 */
export class BatchResponseError extends Error {
  override readonly name = 'BatchResponseError';

  constructor(functionName: string, keys: readonly string[]) {
    super(
      `${functionName} answered a batch with { ${keys.join(', ')} } instead of { batchItemFailures }: ` +
        'Lambda takes this for full success and deletes every record of the batch',
    );
  }
}

/**
 * Reads the response of a function whose mapping has `ReportBatchItemFailures`. An object without
 * `batchItemFailures` is full success, and a mistake if it has other keys. AWS Lambda Developer Guide, "Success and
 * failure conditions".
 */
export function readBatchResponse(
  functionName: string,
  response: unknown,
  identifiers: readonly string[],
): BatchVerdict {
  if (typeof response !== 'object' || response === null) return { kind: 'success' };
  const { batchItemFailures: failures } = response as { batchItemFailures?: unknown };
  if (failures === undefined || failures === null) {
    const keys = Object.keys(response).filter((key) => key !== 'batchItemFailures');
    return keys.length === 0
      ? { kind: 'success' }
      : { kind: 'success', mistake: new BatchResponseError(functionName, keys) };
  }
  if (!Array.isArray(failures)) {
    return { kind: 'failure', reason: 'batchItemFailures is not a list' };
  }
  return failures.length === 0 ? { kind: 'success' } : readFailures(failures, identifiers);
}

function readFailures(failures: readonly unknown[], identifiers: readonly string[]): BatchVerdict {
  const known = new Set(identifiers);
  const failed = new Set<string>();
  for (const failure of failures) {
    const { itemIdentifier } = (failure ?? {}) as { itemIdentifier?: unknown };
    if (typeof itemIdentifier !== 'string' || !known.has(itemIdentifier)) {
      const reason = `itemIdentifier ${toldValue(itemIdentifier)} is of no record in the batch`;
      return { kind: 'failure', reason };
    }
    failed.add(itemIdentifier);
  }
  return { kind: 'partial', failed };
}
