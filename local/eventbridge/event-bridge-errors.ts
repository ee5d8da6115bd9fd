import {
  EventBridgeServiceException,
  IllegalStatusException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';

const EXCEPTIONS = {
  IllegalStatusException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
};

const BAD_REQUEST = 400;

/** One of the SDK's exceptions for EventBridge. Amazon EventBridge API Reference. */
export function eventBridgeException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): EventBridgeServiceException {
  return new EXCEPTIONS[name]({ message, $metadata: { httpStatusCode: BAD_REQUEST } });
}

/** A ValidationException, for which the SDK has no class of its own. */
export function validationException(message: string): EventBridgeServiceException {
  const $metadata = { httpStatusCode: BAD_REQUEST };
  return new EventBridgeServiceException({
    name: 'ValidationException',
    message,
    $fault: 'client',
    $metadata,
  });
}
