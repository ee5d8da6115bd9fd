import { InvalidPatternError } from './invalid-pattern-error.ts';
import type { TextTest } from './text-tests.ts';

/**
 * Tests a text against a wildcard value: `*` stands for any characters or none, `\*` and `\\` for
 * themselves. Throws `InvalidPatternError` with the path given when the value has `**` or another
 * escape.
 */
export function wildcardTest(value: string, path: string): TextTest {
  const [first = '', ...rest] = splitAtWildcards(value, path);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => matchesSegments(text, first, rest, last);
}

function matchesSegments(text: string, first: string, middle: string[], last: string): boolean {
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const segment of middle) {
    const at = text.indexOf(segment, from);
    if (at < 0) return false;
    from = at + segment.length;
  }
  return from <= text.length - last.length;
}

function splitAtWildcards(value: string, path: string): string[] {
  const segments = [''];
  for (let index = 0; index < value.length; index += 1) {
    const character = value.charAt(index);
    if (character === '*') {
      if (value.charAt(index + 1) === '*') {
        throw new InvalidPatternError(path, `Consecutive wildcard characters at pos ${index + 1}`);
      }
      segments.push('');
      continue;
    }
    let literal = character;
    if (character === '\\') {
      index += 1;
      literal = value.charAt(index);
      if (literal !== '*' && literal !== '\\') {
        throw new InvalidPatternError(path, `Invalid escape character at pos ${index}`);
      }
    }
    segments[segments.length - 1] += literal;
  }
  return segments;
}
