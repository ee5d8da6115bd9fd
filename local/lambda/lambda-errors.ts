import {
  InvalidParameterValueException,
  InvalidRequestContentException,
  type LambdaServiceException,
  PreconditionFailedException,
  RequestTooLargeException,
  ResourceConflictException,
  ResourceInUseException,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { ServiceException } from '../service-exception.ts';

const STATUS = {
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  PreconditionFailedException: 412,
  RequestTooLargeException: 413,
  ResourceConflictException: 409,
  ResourceInUseException: 400,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
};

const EXCEPTIONS = {
  InvalidParameterValueException,
  InvalidRequestContentException,
  PreconditionFailedException,
  RequestTooLargeException,
  ResourceConflictException,
  ResourceInUseException,
  ResourceNotFoundException,
  TooManyRequestsException,
};

/** One of the SDK's exceptions for Lambda. AWS Lambda API Reference. */
export function lambdaException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): LambdaServiceException {
  const $metadata = { httpStatusCode: STATUS[name] };
  // The service model also gives the message as `Message`, but the SDK reads either.
  return new EXCEPTIONS[name]({ message, Type: 'User', $metadata });
}

/** A parameter that does not fit what the API requires of it; the SDK has no class for it. */
export function validationException(
  value: unknown,
  parameter: string,
  constraint: string,
): ServiceException {
  const shown = value === undefined ? 'null' : `'${value}'`;
  const message = `1 validation error detected: Value ${shown} at '${parameter}' failed to satisfy constraint: ${constraint}`;
  return new ServiceException(
    'ValidationException',
    message,
    STATUS.InvalidParameterValueException,
  );
}

/** The invocation of a function that has no concurrency left. */
export function throttled(): LambdaServiceException {
  return lambdaException('TooManyRequestsException', 'Rate Exceeded.');
}
