import { NotSimulatedError } from '../errors.ts';
import { compileJsonFilter, type LogFilter } from './json-filter.ts';
import { invalidParameter, invalidPattern } from './logs-errors.ts';

const MAX_CHARACTERS = 1024;
/** A term: `-` leaves out what has it, `?` makes it one of several; quoted, or letters and digits. */
const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;
const PLAIN = /^[\p{L}\p{N}_]+$/u;

/**
 * Compiles a filter pattern: terms, or an expression over JSON in braces. Throws InvalidParameterException for what is
 * none, and NotSimulatedError for regular expressions and for patterns of fields between spaces.
 * Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
 */
export function compileFilter(pattern: string): LogFilter {
  if (pattern.length > MAX_CHARACTERS) {
    throw invalidParameter(
      `1 validation error detected: Value '${pattern}' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to ${MAX_CHARACTERS}`,
    );
  }
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('['))
    throw new NotSimulatedError(`filter pattern ${text} (fields in brackets)`);
  return compileTerms(text);
}

interface Terms {
  required: string[];
  excluded: string[];
  optional: string[];
}

function compileTerms(text: string): LogFilter {
  const { required, excluded, optional } = termsOf(text);
  // Beside other terms, those with a question mark count for nothing.
  const any = required.length + excluded.length > 0 ? [] : optional;
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term)));
}

function termsOf(text: string): Terms {
  const terms: Terms = { required: [], excluded: [], optional: [] };
  let position = 0;
  while (position < text.length) {
    TERM.lastIndex = position;
    const found = TERM.exec(text);
    if (!found) throw invalidPattern(`Invalid character(s) in term '${text.slice(position)}'`);
    position = TERM.lastIndex;
    const [whole, sign, quoted, plain] = found;
    if (plain?.startsWith('%'))
      throw new NotSimulatedError(`filter pattern ${text} (regular expression)`);
    if (quoted === undefined ? !PLAIN.test(plain!) : quoted === '') {
      throw invalidPattern(`Invalid character(s) in term '${whole.trim()}'`);
    }
    const term = plain ?? quoted!.replaceAll(/\\(["\\])/g, '$1');
    const list = { '-': terms.excluded, '?': terms.optional, '': terms.required }[sign!];
    list!.push(term);
  }
  return terms;
}
