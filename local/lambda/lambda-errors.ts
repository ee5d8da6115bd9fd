import {
  InvalidParameterValueException,
  InvalidRequestContentException,
  type LambdaServiceException,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';

const STATUS = {
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  RequestTooLargeException: 413,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
};

const EXCEPTIONS = {
  InvalidParameterValueException,
  InvalidRequestContentException,
  RequestTooLargeException,
  ResourceNotFoundException,
  TooManyRequestsException,
};

/** One of the SDK's exceptions for Lambda. AWS Lambda API Reference, Invoke and CreateEventSourceMapping. */
export function lambdaException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): LambdaServiceException {
  const $metadata = { httpStatusCode: STATUS[name] };
  // The service model also gives the message as `Message`, but the SDK reads either.
  return new EXCEPTIONS[name]({ message, $metadata });
}

/** The invocation of a function that has no concurrency left. */
export function throttled(): LambdaServiceException {
  return lambdaException('TooManyRequestsException', 'Rate Exceeded.');
}
