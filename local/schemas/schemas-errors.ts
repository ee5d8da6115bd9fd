import { ServiceException } from '../service-exception.ts';

const STATUS = { BadRequestException: 400, NotFoundException: 404, ConflictException: 409 };

/** An error of EventBridge Schemas, shaped as the SDK's. Amazon EventBridge Schemas API Reference. */
export function schemasException(name: keyof typeof STATUS, message: string): ServiceException {
  return new ServiceException(name, message, STATUS[name]);
}
