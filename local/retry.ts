/** How the SDK's client of a service tries again. */
interface RetryPolicy {
  /** The first one included. */
  attempts: number;
  /** The longest wait before the second attempt; before each later one it may be twice as long. */
  baseDelayMs: number;
}

/** The standard retry mode as @smithy/core 3.41.0 comes with it. */
const STANDARD: RetryPolicy = { attempts: 3, baseDelayMs: 50 };

/** DynamoDB answers fast: its clients (3.1162.0) try once more, and sooner. */
const DYNAMODB: RetryPolicy = { attempts: 4, baseDelayMs: 25 };

/** After throttling, at every service. */
const THROTTLED_BASE_DELAY_MS = 1_000;
const MAXIMUM_DELAY_MS = 20_000;

/** Errors that the SDK takes for throttling, beside the status 429. */
const THROTTLING = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const TOO_MANY_REQUESTS = 429;

/** Errors that the SDK takes for passing trouble. */
const TRANSIENT = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const TRANSIENT_STATUSES = new Set([500, 502, 503, 504]);

interface ServiceError {
  name?: string;
  $retryable?: { throttling?: boolean } | undefined;
  $metadata?: { httpStatusCode?: number };
}

/** How many attempts the SDK makes at a call of `service`, the first one included. */
export function attemptsAt(service: string): number {
  return policyOf(service).attempts;
}

/** Whether the SDK would try again: time-outs, throttling, server errors, and what the service marks so. */
export function isRetryable(error: unknown): boolean {
  const { name = '', $retryable, $metadata } = error as ServiceError;
  return (
    isThrottling(error as ServiceError) ||
    $retryable !== undefined ||
    TRANSIENT.has(name) ||
    TRANSIENT_STATUSES.has($metadata?.httpStatusCode ?? 0)
  );
}

/**
 * How long the SDK waits after attempt number `attempt` at `service`: exponential, with full jitter by a fraction
 * in [0, 1).
 */
export function retryDelayMs(
  error: unknown,
  service: string,
  attempt: number,
  fraction: number,
): number {
  const isThrottled = isThrottling(error as ServiceError);
  const baseMs = isThrottled ? THROTTLED_BASE_DELAY_MS : policyOf(service).baseDelayMs;
  return Math.floor(fraction * Math.min(MAXIMUM_DELAY_MS, baseMs * 2 ** (attempt - 1)));
}

function policyOf(service: string): RetryPolicy {
  return service === 'dynamodb' || service === 'dynamodbstreams' ? DYNAMODB : STANDARD;
}

function isThrottling({ name = '', $retryable, $metadata }: ServiceError): boolean {
  return (
    THROTTLING.has(name) ||
    $metadata?.httpStatusCode === TOO_MANY_REQUESTS ||
    $retryable?.throttling === true
  );
}
