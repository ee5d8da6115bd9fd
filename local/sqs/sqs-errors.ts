import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  MessageNotInflight,
  OverLimit,
  QueueDoesNotExist,
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
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  MessageNotInflight,
  OverLimit,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ResourceNotFoundException,
  TooManyEntriesInBatchRequest,
  UnsupportedOperation,
};

const BAD_REQUEST = 400;

/** One of the SDK's exceptions for SQS, as the client would throw it. */
export function sqsException(name: keyof typeof EXCEPTIONS, message: string): SQSServiceException {
  return new EXCEPTIONS[name]({ message, $metadata: { httpStatusCode: BAD_REQUEST } });
}

/** An `InvalidParameterValue` or `MissingParameter`, for which the SDK has no class of its own. */
export function sqsParameterError(
  message: string,
  name: 'InvalidParameterValue' | 'MissingParameter' = 'InvalidParameterValue',
): SQSServiceException {
  const $metadata = { httpStatusCode: BAD_REQUEST };
  return new SQSServiceException({ name, message, $fault: 'client', $metadata });
}
