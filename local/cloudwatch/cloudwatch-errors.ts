import {
  type CloudWatchServiceException,
  DashboardInvalidInputError,
  DashboardNotFoundError,
  type DashboardValidationMessage,
  InvalidNextToken,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  MissingRequiredParameterException,
  ResourceNotFound,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-cloudwatch';

const EXCEPTIONS = {
  DashboardNotFoundError,
  InvalidNextToken,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  MissingRequiredParameterException,
  ResourceNotFound,
  ResourceNotFoundException,
  ValidationException,
};

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** One of the SDK's exceptions for CloudWatch. Amazon CloudWatch API Reference, under each action. */
export function cloudWatchException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): CloudWatchServiceException {
  const httpStatusCode = name.includes('NotFound') ? NOT_FOUND : BAD_REQUEST;
  return new EXCEPTIONS[name]({ message, $metadata: { httpStatusCode } });
}

/** A dashboard that PutDashboard does not take. */
export function dashboardException(
  message: string,
  dashboardValidationMessages: DashboardValidationMessage[] = [],
): CloudWatchServiceException {
  const $metadata = { httpStatusCode: BAD_REQUEST };
  return new DashboardInvalidInputError({ message, dashboardValidationMessages, $metadata });
}

/** A member of the input that is required and not there. */
export function missingParameter(name: string): CloudWatchServiceException {
  const message = `The parameter ${name} is required.`;
  return cloudWatchException('MissingRequiredParameterException', message);
}

/** What CloudWatch says of a value outside an enumeration; `path` such as `stateValue`. */
export function notInEnumeration(
  value: unknown,
  path: string,
  allowed: readonly string[],
): CloudWatchServiceException {
  const message =
    `1 validation error detected: Value '${String(value)}' at '${path}' failed to satisfy ` +
    `constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`;
  return cloudWatchException('ValidationException', message);
}

/** What CloudWatch says of a text or list that is too long; `path` such as `alarmName`. */
export function longerThan(
  limit: number,
  value: unknown,
  path: string,
): CloudWatchServiceException {
  const message =
    `1 validation error detected: Value '${String(value)}' at '${path}' failed to satisfy ` +
    `constraint: Member must have length less than or equal to ${limit}`;
  return cloudWatchException('ValidationException', message);
}
