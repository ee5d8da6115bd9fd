import { ServiceException } from '../service-exception.ts';

const STATUS = {
  InvalidArgument: 400,
  KeyTooLongError: 400,
  EntityTooLarge: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  /** What HeadObject says, which has no body to say more. */
  NotFound: 404,
  PreconditionFailed: 412,
};

/** An error of S3, shaped as the SDK's; Amazon S3 API Reference, "List of error codes". */
export function s3Exception(name: keyof typeof STATUS, message: string): ServiceException {
  return new ServiceException(name, message, STATUS[name]);
}
