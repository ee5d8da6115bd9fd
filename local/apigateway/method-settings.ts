import type { Throttle } from './token-bucket.ts';

/** One of a stage's `MethodSettings`, as far as it throttles. */
export interface MethodSetting extends Partial<Throttle> {
  /** `/*` for all, or the path with `~1` for each slash after the first: `/~1orders~1{id}`. */
  resourcePath: string;
  /** In capitals, or `*`. */
  httpMethod: string;
  /** Recorded, as are the two below: nothing is logged, and everything is counted. */
  loggingLevel?: string;
  dataTraceEnabled?: boolean;
  metricsEnabled?: boolean;
}

/**
 * How a method is throttled: its own setting, else the one for all methods. Undefined if none says so.
 * API_MethodSetting.
 */
export function throttleOf(
  settings: readonly MethodSetting[],
  resourcePath: string,
  httpMethod: string,
): Throttle | undefined {
  const forAll = settings.find((setting) => setting.resourcePath === '/*');
  const own = settings.find(
    (setting) =>
      plainPath(setting.resourcePath) === resourcePath && setting.httpMethod === httpMethod,
  );
  const rateLimit = own?.rateLimit ?? forAll?.rateLimit;
  const burstLimit = own?.burstLimit ?? forAll?.burstLimit;
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return {
    rateLimit: rateLimit ?? ACCOUNT_THROTTLE.rateLimit,
    burstLimit: burstLimit ?? ACCOUNT_THROTTLE.burstLimit,
  };
}

/** The account's quota, which no stage exceeds. */
export const ACCOUNT_THROTTLE: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };

function plainPath(path: string): string {
  return path.replace(/^\/(?=~1)/, '').replaceAll('~1', '/');
}
