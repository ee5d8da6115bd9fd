import {
  BadRequestException,
  ConflictException,
  NotFoundException,
  type SchemasServiceException,
} from '@aws-sdk/client-schemas';

const EXCEPTIONS = { BadRequestException, ConflictException, NotFoundException };
const STATUS = { BadRequestException: 400, ConflictException: 409, NotFoundException: 404 };

/** One of the SDK's exceptions for EventBridge Schemas. Amazon EventBridge Schemas API Reference. */
export function schemasException(
  name: keyof typeof EXCEPTIONS,
  message: string,
): SchemasServiceException {
  const $metadata = { httpStatusCode: STATUS[name] };
  return new EXCEPTIONS[name]({ message, Message: message, Code: codeOf(name), $metadata });
}

/** Such as `BadRequest`: what the service has in `Code` beside the message. */
function codeOf(name: string): string {
  return name.replace(/Exception$/, '');
}
