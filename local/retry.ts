/** Attempts of the SDK's standard retry mode, the first one included. */
export const MAXIMUM_ATTEMPTS = 3;

const BASE_DELAY_MS = 100;
const THROTTLED_BASE_DELAY_MS = 500;
const MAXIMUM_DELAY_MS = 20_000;
const SERVER_ERROR = 500;

/** Errors that the SDK takes for throttling. AWS SDKs and Tools Reference Guide, "Retry behavior". */
const THROTTLING = new Set([
  'LimitExceededException',
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

interface ServiceError {
  name?: string;
  $retryable?: object | undefined;
  $metadata?: { httpStatusCode?: number };
}

/** Whether the SDK would try again: throttling, server errors, and what the service marks so. */
export function isRetryable(error: unknown): boolean {
  const { name = '', $retryable, $metadata } = error as ServiceError;
  return (
    $retryable !== undefined ||
    THROTTLING.has(name) ||
    ($metadata?.httpStatusCode ?? 0) >= SERVER_ERROR
  );
}

/** How long the SDK waits after attempt number `attempt`: exponential, with full jitter by a fraction in [0, 1). */
export function retryDelayMs(error: unknown, attempt: number, fraction: number): number {
  const throttled = THROTTLING.has((error as ServiceError).name ?? '');
  const base = throttled ? THROTTLED_BASE_DELAY_MS : BASE_DELAY_MS;
  return Math.floor(Math.min(MAXIMUM_DELAY_MS, fraction * base * 2 ** attempt));
}
