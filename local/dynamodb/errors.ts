import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  LimitExceededException,
  ResourceInUseException,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';

/** An item as the SDK gives it to callers: binary values are `Uint8Array`s. */
export type Item = Record<string, AttributeValue>;

const badRequest = () => ({ httpStatusCode: 400 });

/** A ValidationException, which the SDK has no class of its own for, with DynamoDB's text. */
export function validationException(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({
    name: 'ValidationException',
    $fault: 'client',
    message,
    $metadata: badRequest(),
  });
}

const schemaMismatches = new WeakSet<object>();

/**
 * A ValidationException for what only the table's schema tells is wrong: a transaction reports it
 * as the reason of the one action, not for the whole request.
 */
export function schemaMismatch(message: string): DynamoDBServiceException {
  const error = validationException(message);
  schemaMismatches.add(error);
  return error;
}

/** Whether an error was made by `schemaMismatch`. */
export function isSchemaMismatch(error: unknown): error is DynamoDBServiceException {
  return error instanceof DynamoDBServiceException && schemaMismatches.has(error);
}

/** A value of the wrong JSON type, which DynamoDB refuses before it validates anything. */
export function serializationException(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({
    name: 'SerializationException',
    $fault: 'client',
    message,
    $metadata: badRequest(),
  });
}

/** What the front end of single writes says instead, where it words a problem of its own. */
const reworded = new WeakMap<object, string>();

/** A ValidationException with other words where the front end of single writes tells of it. */
export function rewordedValidation(message: string, forWrites: string): DynamoDBServiceException {
  const error = validationException(message);
  reworded.set(error, forWrites);
  return error;
}

/**
 * An error as PutItem, UpdateItem and DeleteItem tell of it. Since 2026 their front end checks all that needs no table,
 * and counts what it found. Recorded by paritysuite/dynamodb-conformance, captures/cross-region-latest.json.
 */
export function counted(error: unknown): unknown {
  if (!isValidationException(error) || schemaMismatches.has(error)) return error;
  if (/^\d+ validation errors? detected: /.test(error.message)) return error;
  return validationException(`1 validation error detected: ${wordsForWrites(error)}`);
}

/** The message of a ValidationException where the front end of single writes tells of it. */
export function wordsForWrites(error: DynamoDBServiceException): string {
  return reworded.get(error) ?? error.message;
}

/**
 * A member of the request that breaks one of its constraints, in the words of DynamoDB's front end.
 */
export function constraintException(
  value: string | null,
  member: string,
  constraint: string,
): DynamoDBServiceException {
  const shown = value === null ? 'null' : `'${value}'`;
  return validationException(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Whether an error is a ValidationException, a schema mismatch included. */
export function isValidationException(error: unknown): error is DynamoDBServiceException {
  return error instanceof DynamoDBServiceException && error.name === 'ValidationException';
}

/** A ResourceNotFoundException: the request names a table that is not there. */
export function resourceNotFound(message = 'Requested resource not found'): Error {
  return new ResourceNotFoundException({ message, $metadata: badRequest() });
}

/** A ResourceInUseException: a table or index is there already, or is being changed. */
export function resourceInUse(message: string): Error {
  return new ResourceInUseException({ message, $metadata: badRequest() });
}

/** A LimitExceededException: more changes at a time than DynamoDB makes. */
export function limitExceeded(message: string): Error {
  return new LimitExceededException({ message, $metadata: badRequest() });
}

/** A failed condition; `item` is there if the caller asked for ALL_OLD and there was one. */
export function conditionalCheckFailed(item?: Item): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: conditionFailed,
    $metadata: badRequest(),
    ...(item === undefined ? {} : { Item: item }),
  });
}

/** The text of a failed condition, alone or among the reasons of a cancelled transaction. */
export const conditionFailed = 'The conditional request failed';

/** A cancelled transaction: one reason for each action, in the actions' order. */
export function transactionCanceled(reasons: CancellationReason[]): TransactionCanceledException {
  const codes = reasons.map((reason) => reason.Code).join(', ');
  return new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    $metadata: badRequest(),
    CancellationReasons: reasons,
  });
}

/** What a write that meets an ongoing transaction is told. Amazon DynamoDB API Reference, TransactWriteItems. */
export const ongoing = 'Transaction is ongoing for the item';

/** A single write to an item that an ongoing transaction holds. */
export function transactionConflict(): TransactionConflictException {
  return new TransactionConflictException({ message: ongoing, $metadata: badRequest() });
}

/** A transaction whose client token is that of one that is ongoing. */
export function transactionInProgress(): TransactionInProgressException {
  return new TransactionInProgressException({
    message: 'Transaction with the provided token is already in progress',
    $metadata: badRequest(),
  });
}

/**
 * A request to an item that has no throughput left, of a table on demand. Amazon DynamoDB Developer Guide,
 * "Throttling reasons".
 */
export function throttled(kind: 'read' | 'write', tableName: string): ThrottlingException {
  const reason = `Table${kind === 'read' ? 'Read' : 'Write'}KeyRangeThroughputExceeded`;
  return new ThrottlingException({
    message:
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or ' +
      'index so please try again shortly. If exceptions persist, check if you have a hot key: ' +
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
    throttlingReasons: [{ reason, resource: `table/${tableName}` }],
    $metadata: badRequest(),
  });
}

/**
 * A transaction whose client token came with another request in the last ten minutes. Amazon
 * DynamoDB API Reference, TransactWriteItems.
 */
export function idempotentParameterMismatch(): IdempotentParameterMismatchException {
  const message =
    'The request uses the same client token as a previous, but non-identical request. ' +
    'Do not reuse a client token with different requests, unless the requests are identical';
  return new IdempotentParameterMismatchException({ message, $metadata: badRequest() });
}
