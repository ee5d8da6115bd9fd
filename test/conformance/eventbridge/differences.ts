import {
  type PatternNode,
  parsePatternNode,
} from '../../../local/eventbridge/pattern/pattern-node.ts';
import { compilePattern, InvalidPatternError } from '../../../local/eventbridge/pattern.ts';
import type { Comparison, JudgedDifference } from '../judgement.ts';
import { type Answer, ourAnswer } from './our-answer.ts';
import { eventPaths, type FoundNumber, listsOf, numbersOf, withTextFor } from './pattern-parts.ts';
import type { Question } from './questions.ts';

/** Something on which the embedded cloud and event-ruler are known to differ, and who is right. */
export interface KnownDifference extends JudgedDifference {
  name: string;
  example: { question: Question; ours: Answer; theirs: Answer };
  /** Whether a question on which the two differ is of this kind. */
  explains(question: Question, answers: { ours: Answer; theirs: Answer }): boolean;
}

const RULER = 'https://github.com/aws/event-ruler';
const REFERENCE = 'event-ruler 2.1.0';

/** Every judged difference; one that no entry explains fails the suite. */
export const differences: readonly KnownDifference[] = [
  {
    name: 'numbers that no double holds',
    concerns: ['numeric'],
    reference: REFERENCE,
    differs:
      'The embedded cloud parses an event once, which rounds such a number; event-ruler compares it as text, or not at all.',
    awsAgreesWith: 'reference',
    source: `${RULER}, "Numeric matching": numbers are compared as doubles only where no digit is lost. The rounding is kept: parsing each event a second time for it would cost every delivery.`,
    example: {
      question: { pattern: '{"a":[9007199254740993]}', event: '{"a":9007199254740992}' },
      ours: 'matches',
      theirs: 'does not match',
    },
    explains: (question, { theirs }) => {
      const inexact = inexactNumbers(question);
      return inexact.length > 0 && answerWithTextFor(question, inexact) === theirs;
    },
  },
  {
    name: 'numeric ranges beyond the greatest double',
    concerns: ['numeric'],
    reference: REFERENCE,
    differs:
      'event-ruler fails (index out of bounds) on > or >= the greatest double, and on < or <= the least; the embedded cloud compares.',
    awsAgreesWith: 'not documented',
    source:
      'A defect at a bound that no rule of AWS forbids; AWS documents numbers between -5e9 and 5e9 (eb-create-pattern-operators).',
    example: {
      question: { pattern: '{"a":[{"numeric":[">",1.7976931348623157e308]}]}', event: '{"a":1}' },
      ours: 'does not match',
      theirs: 'refused',
    },
    explains: ({ pattern }, { theirs }) =>
      theirs === 'refused' && numbersOf(pattern).some(({ value }) => Math.abs(value) > 1.79e308),
  },
  {
    name: 'anything-but with an operator and an empty list',
    concerns: ['anything-but'],
    reference: REFERENCE,
    differs:
      'event-ruler fails with a null pointer if it stands alone, and ignores it beside other items; the embedded cloud refuses both.',
    awsAgreesWith: 'not documented',
    source:
      'A condition that holds for nothing is a mistake of the author; alone it fails on both sides.',
    example: {
      question: { pattern: '{"a":["x",{"anything-but":{"prefix":[]}}]}', event: '{"a":"x"}' },
      ours: 'refused',
      theirs: 'matches',
    },
    explains: ({ pattern }, { ours }) => ours === 'refused' && lists(pattern, isEmptyAnythingBut),
  },
  {
    name: 'wildcards that are too complex',
    concerns: ['wildcard'],
    reference: REFERENCE,
    differs:
      'Of the wildcards of one field, more than ten beginnings may match one text at once: EventBridge refuses the pattern, and so does the embedded cloud; the library has no limit of its own.',
    awsAgreesWith: 'embedded cloud',
    source:
      'Recorded of AWS by LocalStack: tests/aws/services/events/test_events_patterns.py, test_event_pattern_with_wildcards and its snapshots ("Rule is too complex").',
    example: {
      question: { pattern: '{"a":[{"wildcard":"*aaaaaaaaaaa"}]}', event: '{"a":"b"}' },
      ours: 'refused',
      theirs: 'does not match',
    },
    explains: ({ pattern }, { ours }) => ours === 'refused' && isTooComplex(pattern),
  },
  {
    name: 'a string, an open numeric range and a third item in one list',
    concerns: ['numeric'],
    reference: REFERENCE,
    differs:
      "event-ruler's machine forgets the string, in about half of the machines that are built of the same pattern; the embedded cloud matches it.",
    awsAgreesWith: 'embedded cloud',
    source:
      'AWS documents a list as "or" (eb-create-pattern, "Matching multiple values"); a defect of the machine, which the service may share.',
    example: {
      question: { pattern: '{"a":["",{"numeric":[">=",-1]}," "]}', event: '{"a":""}' },
      ours: 'matches',
      theirs: 'does not match',
    },
    explains: ({ pattern }) =>
      listsOf(parsePatternNode(pattern)).some(
        (items) => items.length > 2 && items.some(isString) && items.some(isOperator('numeric')),
      ),
  },
  {
    name: 'wildcard beside an operator that ignores case',
    concerns: ['wildcard', 'equals-ignore-case'],
    reference: REFERENCE,
    differs:
      "event-ruler's machine mixes the two up, and matches what neither does or misses what one does.",
    awsAgreesWith: 'embedded cloud',
    source:
      'AWS documents a list as "or" (eb-create-pattern, "Matching multiple values"); a defect of the machine, which the service may share.',
    example: {
      question: {
        pattern: '{"a":[{"wildcard":"*a*a"},{"equals-ignore-case":"a"}]}',
        event: '{"a":"AA"}',
      },
      ours: 'does not match',
      theirs: 'matches',
    },
    explains: ({ pattern }) =>
      listsOf(parsePatternNode(pattern)).some(
        (items) =>
          items.some((item) => mentions(item, 'wildcard')) &&
          items.some((item) => mentions(item, 'equals-ignore-case')),
      ),
  },
  {
    name: 'one path of an event spelled in two ways',
    concerns: ['eventbridge:TestEventPattern'],
    reference: REFERENCE,
    differs:
      'Where an event has a field "a.b" beside a field "b" inside the array "a", event-ruler misses matches with the first.',
    awsAgreesWith: 'not documented',
    source: `${RULER}, "JSON Array Matching": the two lie in no different elements of one array, so they may be combined.`,
    example: {
      question: { pattern: '{"a":{"a":[1],"b":[0]}}', event: '{"a":[{"a":1},{"b":1}],"a.b":0}' },
      ours: 'matches',
      theirs: 'does not match',
    },
    explains: ({ event }, { ours }) => {
      const spellings = new Map<string, string>();
      return (
        ours === 'matches' &&
        eventPaths(JSON.parse(event)).some(({ path, spelling }) => {
          const before = spellings.get(path) ?? spelling;
          spellings.set(path, before);
          return before !== spelling;
        })
      );
    },
  },
  {
    name: 'spelling of numbers by Java 17',
    concerns: ['numeric'],
    reference: REFERENCE,
    differs:
      'event-ruler takes some numbers for inexact ones (beyond 2^53, below 1e-5 or of 16 digits), as Java before 19 does not spell them by the fewest digits.',
    awsAgreesWith: 'not documented',
    source:
      'https://bugs.openjdk.org/browse/JDK-4511638: which numbers depends on the Java that runs it.',
    example: {
      question: { pattern: '{"a":[{"numeric":["=",5e-324]}]}', event: '{"a":1}' },
      ours: 'does not match',
      theirs: 'refused',
    },
    explains: (question, { theirs }) => {
      const inexact = inexactNumbers(question);
      const long = numbersIn(question).flatMap(({ text, isLong }) => (isLong ? [text] : []));
      const misread = [...long.map((text) => [text]), long].filter(({ length }) => length > 0);
      return misread.some(
        (texts) => answerWithTextFor(question, [...inexact, ...texts]) === theirs,
      );
    },
  },
];

/** The suite against event-ruler, which is what the service matches with. */
export const comparison: Comparison = {
  reference: REFERENCE,
  covers: [
    'eventbridge:PutRule',
    'eventbridge:TestEventPattern',
    '$or',
    'anything-but',
    'cidr',
    'equals-ignore-case',
    'exists',
    'numeric',
    'prefix',
    'suffix',
    'wildcard',
  ],
  differences,
};

function numbersIn({ pattern, event }: Question): FoundNumber[] {
  return [...numbersOf(pattern), ...numbersOf(event)];
}

function inexactNumbers(question: Question): string[] {
  return numbersIn(question).flatMap(({ text, isExact }) => (isExact ? [] : [text]));
}

/** What we would say if we compared these numbers as texts, as event-ruler does with those it takes for inexact. */
function answerWithTextFor({ pattern, event }: Question, numbers: readonly string[]): Answer {
  const texts = new Set(numbers);
  return ourAnswer({ pattern: withTextFor(pattern, texts), event: withTextFor(event, texts) });
}

function lists(pattern: string, test: (item: PatternNode) => boolean): boolean {
  return listsOf(parsePatternNode(pattern)).some((items) => items.some(test));
}

function isEmptyAnythingBut(item: PatternNode): boolean {
  const inner = item.kind === 'object' ? item.entries[0] : undefined;
  if (inner?.name !== 'anything-but' || inner.node.kind !== 'object') return false;
  return inner.node.entries.some(({ node }) => node.kind === 'array' && node.items.length === 0);
}

function isString(item: PatternNode): boolean {
  return item.kind === 'string' || isOperator('exactly')(item);
}

function isOperator(name: string): (item: PatternNode) => boolean {
  return (item) => item.kind === 'object' && item.entries[0]?.name === name;
}

/** Whether an operator stands anywhere in an item. */
function mentions(item: PatternNode, name: string): boolean {
  if (item.kind !== 'object') return false;
  return item.entries.some((entry) => entry.name === name || mentions(entry.node, name));
}

function isTooComplex(pattern: string): boolean {
  try {
    compilePattern(pattern);
    return false;
  } catch (error) {
    return error instanceof InvalidPatternError && error.message.includes('too complex');
  }
}
