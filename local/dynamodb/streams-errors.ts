import {
  DynamoDBStreamsServiceException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';

/** A ValidationException of the Streams API, which the SDK has no class of its own for. */
export function streamsValidation(message: string): DynamoDBStreamsServiceException {
  return new DynamoDBStreamsServiceException({
    name: 'ValidationException',
    $fault: 'client',
    message,
    $metadata: { httpStatusCode: 400 },
  });
}

/** A ResourceNotFoundException of the Streams API. */
export function streamsNotFound(message: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ message, $metadata: { httpStatusCode: 400 } });
}
