/**
 * An error of the caller's, shaped as the SDK shapes it, for services whose SDK package is no dependency.
 * AWS SDK for JavaScript, "Error handling".
 */
export class ServiceException extends Error {
  readonly $fault = 'client';
  readonly $metadata: { httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}
