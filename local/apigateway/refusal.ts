/** What API Gateway says by itself: status and error type of each kind of gateway response. */
export const RESPONSE_TYPES = {
  ACCESS_DENIED: { status: 403, errorType: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: { status: 500, errorType: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, errorType: 'AuthorizerConfigurationException' },
  AUTHORIZER_FAILURE: { status: 500, errorType: 'AuthorizerFailureException' },
  BAD_REQUEST_BODY: { status: 400, errorType: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, errorType: 'BadRequestException' },
  DEFAULT_4XX: { status: 400, errorType: 'BadRequestException' },
  DEFAULT_5XX: { status: 500, errorType: 'InternalServerErrorException' },
  EXPIRED_TOKEN: { status: 403, errorType: 'ExpiredTokenException' },
  INTEGRATION_FAILURE: { status: 504, errorType: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: { status: 504, errorType: 'InternalServerErrorException' },
  INVALID_API_KEY: { status: 403, errorType: 'ForbiddenException' },
  INVALID_SIGNATURE: { status: 403, errorType: 'InvalidSignatureException' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, errorType: 'MissingAuthenticationTokenException' },
  QUOTA_EXCEEDED: { status: 429, errorType: 'LimitExceededException' },
  REQUEST_TOO_LARGE: { status: 413, errorType: 'RequestTooLargeException' },
  RESOURCE_NOT_FOUND: { status: 404, errorType: 'NotFoundException' },
  THROTTLED: { status: 429, errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, errorType: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, errorType: 'BadRequestException' },
  WAF_FILTERED: { status: 403, errorType: 'ForbiddenException' },
} as const;

/** A kind of gateway response, such as `DEFAULT_4XX`. */
export type ResponseType = keyof typeof RESPONSE_TYPES;

/**
 * A request that API Gateway answers by itself, with the gateway response of that type.
 * API Gateway Developer Guide, "Gateway response types".
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly type: ResponseType;
  /** What the client is told; null where API Gateway says no more than `null`. */
  readonly said: string | null;
  /** Where it is another than the type's own. */
  readonly status: number | undefined;

  constructor(type: ResponseType, said: string | null, status?: number) {
    super(said ?? type);
    this.type = type;
    this.said = said;
    this.status = status;
  }
}

/** What went wrong behind the gateway; the client learns no more than that. */
export function internalError(status: 500 | 502 = 500): Refusal {
  return new Refusal('DEFAULT_5XX', 'Internal server error', status);
}
