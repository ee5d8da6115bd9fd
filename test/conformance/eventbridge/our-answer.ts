import { compilePattern, InvalidPatternError } from '../../../local/eventbridge/pattern.ts';
import type { Question } from './questions.ts';

/** What a side says of a question. */
export type Answer = 'matches' | 'does not match' | 'refused';

/** What the embedded cloud's matcher says. */
export function ourAnswer({ pattern, event }: Question): Answer {
  try {
    const matches = compilePattern(pattern);
    return matches(JSON.parse(event)) ? 'matches' : 'does not match';
  } catch (error) {
    if (error instanceof InvalidPatternError) return 'refused';
    throw error;
  }
}
