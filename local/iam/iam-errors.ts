import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  type IAMServiceException,
  InvalidInputException,
  LimitExceededException,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { ServiceException } from '../service-exception.ts';

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const CONFLICT = 409;

/** Something of that name is there already. */
export function alreadyExists(message: string): IAMServiceException {
  return new EntityAlreadyExistsException({ message, $metadata: { httpStatusCode: CONFLICT } });
}

/** There is nothing of that name. */
export function noSuchEntity(message: string): IAMServiceException {
  return new NoSuchEntityException({ message, $metadata: { httpStatusCode: NOT_FOUND } });
}

/** It cannot go while others hang on it. */
export function deleteConflict(message: string): IAMServiceException {
  return new DeleteConflictException({ message, $metadata: { httpStatusCode: CONFLICT } });
}

/** More of it than an account may have. */
export function limitExceeded(message: string): IAMServiceException {
  return new LimitExceededException({ message, $metadata: { httpStatusCode: CONFLICT } });
}

/** Parameters that do not fit each other. */
export function invalidInput(message: string): IAMServiceException {
  return new InvalidInputException({ message, $metadata: { httpStatusCode: BAD_REQUEST } });
}

/** A document that is no policy. */
export function malformedPolicy(message: string): IAMServiceException {
  const $metadata = { httpStatusCode: BAD_REQUEST };
  return new MalformedPolicyDocumentException({ message, $metadata });
}

/** A parameter that does not fit what the API requires of it; the SDK has no class for it. */
export function validationError(message: string): ServiceException {
  return new ServiceException('ValidationError', message, BAD_REQUEST);
}

/** A parameter that breaks one rule of the API's model. */
export function constraintError(member: string, constraint: string): ServiceException {
  return validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
