import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidAddress,
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  OverLimit,
  PurgeQueueInProgress,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  ResourceNotFoundException,
  SQSServiceException,
  TooManyEntriesInBatchRequest,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';

/** The SDK's exceptions by name; their meaning is in the Amazon SQS API Reference, under each action. */
const EXCEPTIONS = {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidAddress,
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  OverLimit,
  PurgeQueueInProgress,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  ResourceNotFoundException,
  TooManyEntriesInBatchRequest,
  UnsupportedOperation,
};

const BAD_REQUEST = 400;

/** The HTTP status of an exception where it is not 400, as the model of SQS has it. */
const STATUS: Readonly<Record<string, number>> = {
  InvalidAddress: 404,
  OverLimit: 403,
  PurgeQueueInProgress: 403,
  ReceiptHandleIsInvalid: 404,
  ResourceNotFoundException: 404,
};

/** One of the SDK's exceptions for SQS, as the client would throw it. */
export function sqsException(name: keyof typeof EXCEPTIONS, message: string): SQSServiceException {
  const httpStatusCode = STATUS[name] ?? BAD_REQUEST;
  return new EXCEPTIONS[name]({ message, $metadata: { httpStatusCode } });
}

/** An `InvalidParameterValue` or `MissingParameter`, for which the SDK has no class of its own. */
export function sqsParameterError(
  message: string,
  name: 'InvalidParameterValue' | 'MissingParameter' = 'InvalidParameterValue',
): SQSServiceException {
  const $metadata = { httpStatusCode: BAD_REQUEST };
  return new SQSServiceException({ name, message, $fault: 'client', $metadata });
}

/** What a call on a queue meets that is not there, or no longer. */
export function queueDoesNotExist(): SQSServiceException {
  return sqsException('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** A value that a parameter may not have, as SQS words it. */
export function invalidValue(value: unknown, name: string, reason: string): SQSServiceException {
  return sqsParameterError(`Value ${value} for parameter ${name} is invalid. Reason: ${reason}`);
}

/** A parameter that is required and is not there. */
export function missingParameter(name: string): SQSServiceException {
  const message = `The request must contain the parameter ${name}.`;
  return sqsParameterError(message, 'MissingParameter');
}

/** The name of an attribute that there is not, or not there. */
export function unknownAttribute(name: string): SQSServiceException {
  return sqsException('InvalidAttributeName', `Unknown Attribute ${name}.`);
}
