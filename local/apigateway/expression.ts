import { createContext, Script } from 'node:vm';
import { NotSimulatedError } from '../errors.ts';

/** Longest that a text is looked at, in milliseconds: an expression that tries every way may never end. */
const LIMIT_MS = 100;

/** Repetitions that end soon whatever they repeat: in the square of the text's length. */
const MAX_REPETITIONS = 2;

/** Repetitions that end soon if no character can be part of two of them. */
const MAX_APART = 8;

/** What Java's expressions have and JavaScript's read as something else, without an error. */
const ONLY_OF_JAVA = /\\[AEGHhLPpQRXZz]|&&/;

/**
 * Compiles a regular expression of a client, which a whole text has to match. Throws NotSimulatedError, which names it
 * `what`, for one that JavaScript does not take or takes for something else: API Gateway's are Java's.
 */
export function compileExpression(text: string, what: string): (value: string) => boolean {
  const named = `${what} ${text}`;
  if (ONLY_OF_JAVA.test(text)) throw new NotSimulatedError(named);
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${text})$`);
  } catch (cause) {
    throw new NotSimulatedError(named, { cause });
  }
  return endsSoon(text) ? (value) => expression.test(value) : guarded(expression, named);
}

/** Compiles an authoriser's `identityValidationExpression`: none takes every token. Throws NotSimulatedError. */
export function compileValidation(text: string | undefined): (identity: string) => boolean {
  return text ? compileExpression(text, 'the identity validation expression') : () => true;
}

/**
 * Whether it repeats no group, refers back to none, and has few repetitions, or some of which no character can be part
 * of two. What may be there or not counts as a repetition: many of these can be tried in very many ways, too.
 */
function endsSoon(text: string): boolean {
  const bare = text.replaceAll(/\\[^1-9ckux]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if (/\\|\)[*+?{]/.test(bare)) return false;
  const repeated = [...text.matchAll(REPEATED)].map(([, one]) => one!);
  if (repeated.length <= MAX_REPETITIONS) return true;
  if (repeated.length > MAX_APART) return false;
  const expressions = repeated.map((one) => new RegExp(`^${one}$`));
  return CHARACTERS.every((character) => isOfOne(character, expressions));
}

/** What is there more or less often: a class, an escape or a character. */
const REPEATED = /(\[(?:\\.|[^\]\\])*\]|\\.|[^\\()[\]])(?:[*+?]|\{\d+,\d*\})/g;

/** Those of Latin-1, of which every class that overlaps another one shares some, and one that stands for all beyond. */
const CHARACTERS = [
  ...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)),
  '\u4e00',
];

function isOfOne(character: string, repeated: readonly RegExp[]): boolean {
  return repeated.filter((one) => one.test(character)).length <= 1;
}

const test = new Script('expression.test(value)');

/** Gives up after a while, where the whole server would wait for one client otherwise. */
function guarded(expression: RegExp, named: string): (value: string) => boolean {
  const context = createContext({ expression, value: '' });
  return (value) => {
    context['value'] = value;
    try {
      return test.runInContext(context, { timeout: LIMIT_MS }) === true;
    } catch (cause) {
      throw new NotSimulatedError(`${named}, which takes longer than ${LIMIT_MS} ms`, { cause });
    }
  };
}
