import type { HttpResponse } from '../apigateway/http.ts';
import { NotSimulatedError } from '../errors.ts';
import { ServiceException } from '../service-exception.ts';
import { element } from './xml.ts';

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const TOO_LARGE = 413;
const NOT_IMPLEMENTED = 501;

/** An operation, or a whole service, that is not simulated; its caller is told that it is unknown. */
export class NotSimulatedOperation extends NotSimulatedError {}

/** A body that cannot be read, or a value of the wrong type. */
export function serializationException(message = ''): ServiceException {
  return new ServiceException('SerializationException', message, BAD_REQUEST);
}

/** An operation that the service does not have, or that is not simulated. */
export function unknownOperation(message = ''): ServiceException {
  return new ServiceException('UnknownOperationException', message, BAD_REQUEST);
}

/** An action that a service of AWS Query does not have, or that is not simulated. */
export function invalidAction(message: string): ServiceException {
  return new ServiceException('InvalidAction', message, BAD_REQUEST);
}

/** A path that no operation of a REST service has. */
export function unknownPath(message: string): ServiceException {
  return new ServiceException('UnknownOperationException', message, NOT_FOUND);
}

/** A parameter of AWS Query whose text does not fit its type or place. */
export function malformedInput(message: string): ServiceException {
  return new ServiceException('MalformedInput', message, BAD_REQUEST);
}

/** What is asked of S3 over the wire: in process S3 is there, its protocol is not. */
export function refuseS3(requestId: string, message: string): HttpResponse {
  const parts = [
    element('Code', 'NotImplemented'),
    element('Message', message),
    element('RequestId', requestId),
  ];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', parts.join(''))}`;
  const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
  return { status: NOT_IMPLEMENTED, headers, body };
}

/** A body larger than the service takes. */
export function requestTooLarge(maximumBytes: number): ServiceException {
  const message = `Request size exceeded the maximum allowed size of ${maximumBytes} bytes.`;
  return new ServiceException('RequestEntityTooLargeException', message, TOO_LARGE);
}
