import {
  EventBridgeServiceException,
  IllegalStatusException,
  InvalidEventPatternException,
  LimitExceededException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';

const EXCEPTIONS = {
  IllegalStatusException,
  InvalidEventPatternException,
  LimitExceededException,
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

/** What is over a quota. */
export function limitExceeded(): EventBridgeServiceException {
  const message = 'The requested resource exceeds the maximum number allowed.';
  return eventBridgeException('LimitExceededException', message);
}

/** What is given as the source of an archive or a replay and has not the form of one. */
export function notTheArn(kind: string): EventBridgeServiceException {
  const reason = `Must contain ${kind} ARN.`;
  return validationException(`Parameter EventSourceArn is not valid. Reason: ${reason}`);
}

/** An archive that is not there. */
export function noSuchArchive(name: string): EventBridgeServiceException {
  return eventBridgeException('ResourceNotFoundException', `Archive ${name} does not exist.`);
}

/** A rule that is not on a bus. */
export function noSuchRule(name: string, busName: string): EventBridgeServiceException {
  const message = `Rule ${name} does not exist on EventBus ${busName}.`;
  return eventBridgeException('ResourceNotFoundException', message);
}
