import { eventBridgeException, limitExceeded } from './event-bridge-errors.ts';
import { compilePattern, type EventMatcher, InvalidPatternError } from './pattern.ts';

/** Characters of a pattern, unless AWS grants more. Amazon EventBridge User Guide, "Amazon EventBridge quotas". */
const MAXIMUM_CHARACTERS = 2048;

/** A pattern as text and as value. */
export interface GivenPattern {
  pattern: Readonly<Record<string, unknown>> | undefined;
  patternText: string | undefined;
}

/** A pattern that came through the API. Throws InvalidEventPatternException. */
export function givenPattern(text: string | undefined): GivenPattern {
  if (text === undefined || text === '') return { pattern: undefined, patternText: undefined };
  matcherOf(text);
  return { pattern: JSON.parse(text) as Record<string, unknown>, patternText: text };
}

/** The JSON text of a pattern, given as text or not; undefined without one. */
export function patternTextOf({ pattern, patternText }: Partial<GivenPattern>): string | undefined {
  return patternText ?? (pattern && JSON.stringify(pattern));
}

/** Throws LimitExceededException for a pattern that is longer than the quota. */
export function checkLength(pattern: Partial<GivenPattern>): void {
  if ((patternTextOf(pattern)?.length ?? 0) > MAXIMUM_CHARACTERS) throw limitExceeded();
}

/** Compiles a pattern that came through the API. Throws InvalidEventPatternException. */
export function matcherOf(text: string): EventMatcher {
  try {
    return compilePattern(text);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw eventBridgeException(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error.reason}`,
    );
  }
}
