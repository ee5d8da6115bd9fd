import fc, { type Arbitrary } from 'fast-check';
import { condition, projection, update } from './expressions.ts';
import { type Pieces, slip, slipped } from './written.ts';

/** One command of a sequence. */
export interface Step {
  /** An operation of DynamoDB, or `ReadStream`: everything in the table's stream. */
  operation: string;
  input: Readonly<Record<string, unknown>>;
  /** Pages are followed to the last, by what each engine says of it. */
  pages?: boolean;
}

/** Given as often as not. */
export const maybe = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

/** Given less often than not: what many steps would be refused for, or show nothing by. */
export const sometimes = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Given now and then. */
export const rarely = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Now and then with a slip. */
export const nearly = (pieces: Arbitrary<Pieces>): Arbitrary<Pieces> =>
  fc
    .tuple(pieces, rarely(slip))
    .map(([right, change]) => (change === undefined ? right : slipped(right, change)));

/** Conditions, nearly all of them right. */
export const conditions = nearly(condition);
/** Updates, nearly all of them right. */
export const updates = nearly(update);
/** Projections, nearly all of them right. */
export const projections = nearly(projection);
/** What a failed condition returns. */
export const failureValues = maybe(fc.constantFrom('ALL_OLD', 'NONE'));

/** A step whose members that are not given are left out. */
export function step(operation: string, input: object): Step {
  const given = Object.entries(input).filter(([, member]) => member !== undefined);
  return { operation, input: Object.fromEntries(given) };
}

/** Where there is no item, an update that only removes is one of the differences that are avoided. */
export function onlyWhereThereIs(change: Pieces, test: Pieces | undefined): Pieces | undefined {
  if (change.includes('SET') || change.includes('ADD')) return test;
  const there = ['attribute_exists', '(', 'pk', ')'];
  return test === undefined ? there : [...there, 'AND', '(', ...test, ')'];
}
