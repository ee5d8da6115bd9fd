import {
  type CloudWatchLogsServiceException,
  InvalidParameterException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-cloudwatch-logs';

const $metadata = { httpStatusCode: 400 };

/** A parameter that CloudWatch Logs does not take. */
export function invalidParameter(message: string): CloudWatchLogsServiceException {
  return new InvalidParameterException({ message, $metadata });
}

/** A parameter that breaks one rule of the API's model. */
export function constraintError(
  value: string | number | undefined,
  member: string,
  constraint: string,
): CloudWatchLogsServiceException {
  const shown = value === undefined ? 'null' : `'${value}'`;
  return invalidParameter(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Parameters that exclude each other. */
export function exclusive(message: string): CloudWatchLogsServiceException {
  return new ValidationException({ message, $metadata });
}

/** There is no such log group, stream or other resource. */
export function notFound(what: 'log group' | 'log stream' | 'resource'): Error {
  const message = `The specified ${what} does not exist.`;
  return new ResourceNotFoundException({ message, $metadata });
}

/** There is one already. */
export function alreadyExists(what: 'log group' | 'log stream'): Error {
  const message = `The specified ${what} already exists`;
  return new ResourceAlreadyExistsException({ message, $metadata });
}

/** A token that was never given. */
export function invalidToken(): Error {
  return invalidParameter('The specified nextToken is invalid.');
}

/** A filter pattern that CloudWatch Logs does not take. */
export function invalidPattern(reason: string): Error {
  return invalidParameter(`Invalid filter pattern: ${reason}`);
}
