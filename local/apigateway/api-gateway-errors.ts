import {
  type APIGatewayServiceException,
  BadRequestException,
  ConflictException,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';

const EXCEPTIONS = { BadRequestException, ConflictException, NotFoundException };
const STATUS = { BadRequestException: 400, ConflictException: 409, NotFoundException: 404 };

/** One of the SDK's exceptions for API Gateway. Amazon API Gateway REST API Reference. */
export function apiGatewayException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): APIGatewayServiceException {
  return new EXCEPTIONS[name]({ message, $metadata: { httpStatusCode: STATUS[name] } });
}

/** What API Gateway says of an id or name that it does not know; `kind` such as `Resource`. */
export function notFound(kind: string): APIGatewayServiceException {
  return apiGatewayException('NotFoundException', `Invalid ${kind} identifier specified`);
}

/** A BadRequestException. */
export function badRequest(message: string): APIGatewayServiceException {
  return apiGatewayException('BadRequestException', message);
}
