import type { RandomSource } from '../random.ts';
import { randomDigits } from '../uuid.ts';

const ROOT_DIGITS = 24;
const PARENT_DIGITS = 16;

/**
 * An `X-Amzn-Trace-Id` that starts a trace, sampled. AWS X-Ray Developer Guide, "Tracing header".
 */
export function newTraceHeader(random: RandomSource, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  const digits = randomDigits(random, ROOT_DIGITS + PARENT_DIGITS);
  const root = digits.slice(0, ROOT_DIGITS);
  return `Root=1-${seconds}-${root};Parent=${digits.slice(ROOT_DIGITS)};Sampled=1`;
}
