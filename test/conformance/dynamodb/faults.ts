import type { Outcome } from '../agreement.ts';
import {
  has,
  hasTwins,
  hasWrongIndexKey,
  hasWrongKey,
  hasWrongValue,
  looksIntoKey,
  makesIndexKey,
  type Part,
  partsOf,
  updatesKey,
} from './evidence.ts';
import type { Step } from './step.ts';

/** An error, as normalised outcomes tell of it. */
export interface Told {
  name: string;
  message: string;
  reasons?: readonly { Code: string; Message?: string }[];
  item?: unknown;
}

/** The error of an outcome; undefined if it is an answer. */
export function toldOf(outcome: Outcome): Told | undefined {
  return outcome['error'] as Told | undefined;
}

/** The message of an error, or of the one reason that cancelled a transaction. */
export function faultIn(outcome: Outcome): string | undefined {
  const told = toldOf(outcome);
  if (told?.reasons === undefined) return told?.message;
  const [only, ...others] = told.reasons.filter(({ Code }) => Code !== 'None');
  return others.length === 0 ? only?.Message : undefined;
}

const counting = /^1 validation error detected: /;

/** The first of two outcomes, without the count of faults before its message if only that has one. */
export function uncounted(ours: Outcome, theirs: Outcome): Outcome {
  const [mine, other] = [toldOf(ours), toldOf(theirs)];
  if (!mine || !other || !counting.test(mine.message) || counting.test(other.message)) return ours;
  return { ...ours, error: { ...mine, message: mine.message.replace(counting, '') } };
}

/** Explains two errors of one name whose messages are of these kinds. */
export function messages(
  ours: RegExp,
  theirs: RegExp,
): (step: Step, ours: Outcome, theirs: Outcome) => boolean {
  return (_step, left, right) => {
    const [mine, other] = [toldOf(left), toldOf(right)];
    if (!mine || !other || mine.name !== other.name) return false;
    return ours.test(mine.message) && theirs.test(other.message);
  };
}

/** Whether both outcomes are errors of one name, with messages of one kind. */
export function bothFail(ours: Outcome, theirs: Outcome, kind: RegExp): boolean {
  const [mine, other] = [toldOf(ours), toldOf(theirs)];
  if (!mine || !other || mine.name !== other.name) return false;
  return kind.test(mine.message) && kind.test(other.message);
}

/** What an update may find wrong with the item it is applied to. */
export const updateFault =
  /^(The provided expression refers to an attribute that does not exist in the item|The document path provided in the update expression is invalid for update|An operand in the update expression has an incorrect data type|Item size to update|Number (over|under)flow)/;

/** Where in a request each kind of fault is, and whether a part of it may have one; two faults in one place are no two. */
const places: readonly [place: string, message: RegExp, mayHave: (part: Part) => boolean][] = [
  ['condition', /^Invalid ConditionExpression/, has('ConditionExpression')],
  ['filter', /^Invalid FilterExpression/, has('FilterExpression')],
  ['key condition as text', /^Invalid KeyConditionExpression/, has('KeyConditionExpression')],
  ['one key condition', /^Invalid condition in KeyCond/, has('KeyConditionExpression')],
  ['key condition value', /Condition parameter type/, has('KeyConditionExpression')],
  [
    'key condition',
    /^Query |KeyConditionExpressions|key condition|^Invalid operator used/,
    has('KeyConditionExpression'),
  ],
  ['projection', /^Invalid ProjectionExpression/, has('ProjectionExpression')],
  ['update', /^Invalid UpdateExpression/, has('UpdateExpression')],
  [
    'placeholders',
    /^ExpressionAttribute(Names|Values)|^Value provided in ExpressionAttribute/,
    has('ExpressionAttributeNames', 'ExpressionAttributeValues'),
  ],
  [
    'select',
    /^Cannot specify the|^Must specify the|^ALL_PROJECTED|Select type/,
    has('Select', 'ProjectionExpression'),
  ],
  ['return values', /^Return ?[vV]alues/, has('ReturnValues')],
  ['projected', /does not project|Consistent reads are not supported/, has('IndexName')],
  ['filter on keys', /^Filter Expression can only/, has('FilterExpression')],
  ['key paths', /^Key attributes must be scalars/, looksIntoKey],
  [
    'item',
    /^The provided expression refers|^The document path provided|^An operand in the update/,
    has('UpdateExpression'),
  ],
  ['updated key', /Cannot update attribute/, updatesKey],
  ['index key', /Index Key|secondary index key|update expression attempted/, hasWrongIndexKey],
  ['duplicates in a set', /^(One or more .*)?Input collection .*duplicates/, hasWrongValue],
  [
    'key',
    /key element|Missing the key|Type mismatch for key|key attribute|conditions on the keys|Invalid attribute value type|required keys|empty keys/,
    (part) => hasWrongKey(part) || hasWrongIndexKey(part),
  ],
  [
    'values',
    /numeric value|into a number|Number (over|under)flow|significant digits|precision up to|set {1,2}may not be empty|sets should not be empty|Null attribute|Input collection|nested levels/,
    hasWrongValue,
  ],
];

const twins = /item keys contains duplicates$|multiple operations on one item/;

/** Explains two faults in other parts of a request that may have both. */
export function severalFaults(step: Step, ours: Outcome, theirs: Outcome): boolean {
  const [mine, other] = [toldOf(ours), toldOf(theirs)];
  if (mine?.name !== 'ValidationException' || other?.name !== 'ValidationException') return false;
  if (placeOf(mine.message) === placeOf(other.message)) return false;
  return mayHave(step, mine.message) && mayHave(step, other.message);
}

/** Whether a request, or one part of it, may have the fault that a message tells of. */
export function mayHave(step: Step, message: string, parts = partsOf(step)): boolean {
  if (twins.test(message)) return hasTwins(step, 'in any way');
  const place = places.find(([, pattern]) => pattern.test(message));
  return place !== undefined && parts.some(place[2]);
}

/**
 * Explains a transaction that is cancelled by faults of its actions, where the other side tells of one for the whole
 * request; each fault that either tells of may be where it is told.
 */
export function faultOfAction(step: Step, ours: Outcome, theirs: Outcome): boolean {
  const [mine, other] = [toldOf(ours), toldOf(theirs)];
  if (!step.operation.startsWith('Transact') || !mine || !other) return false;
  if (other.name === 'IdempotentParameterMismatchException') {
    return step.input['ClientRequestToken'] !== undefined && isFaultOfActions(step, mine);
  }
  const cancelled = [mine, other].some(({ name }) => name === 'TransactionCanceledException');
  if (!cancelled || !isFaultOfActions(step, mine)) return false;
  return isFaultOfActions(step, other) || lacksIndexKeys(step, mine, other);
}

/** Whether the other side tells of conditions alone, as it does not notice what an update makes of an index key. */
function lacksIndexKeys(step: Step, { reasons = [] }: Told, other: Told): boolean {
  const parts = partsOf(step);
  return reasons.every(({ Code, Message = '' }, at) => {
    const told = other.reasons?.[at]?.Code;
    if (Code !== 'ValidationError') return told === Code;
    return told === 'None' && makesIndexKey(parts[at]!, Message);
  });
}

/** Explains index keys of another type, and nothing else, that updates make there. */
export function onlyMakesIndexKeys(step: Step, ours: Outcome, theirs: Outcome): boolean {
  const mine = toldOf(ours);
  if (mine === undefined || toldOf(theirs) !== undefined) return false;
  const { name, message, reasons = [{ Code: 'ValidationError', Message: message }] } = mine;
  if (!/^(Validation|TransactionCanceled)Exception$/.test(name)) return false;
  const parts = partsOf(step);
  return reasons.every(({ Code, Message = '' }, at) => {
    return Code === 'None' || (Code === 'ValidationError' && makesIndexKey(parts[at]!, Message));
  });
}

function isFaultOfActions(step: Step, { name, message, reasons }: Told): boolean {
  if (reasons === undefined) {
    const fault = name === 'ValidationException' || name === 'TransactionCanceledException';
    return fault && mayHave(step, message);
  }
  // What no update may do is the only reason there, and of no action.
  const parts = partsOf(step);
  const partOf = (at: number) => (reasons.length === parts.length ? [parts[at]!] : parts);
  const faults = reasons.flatMap((reason, at) => (reason.Code === 'None' ? [] : [{ reason, at }]));
  const told = faults.filter(({ reason }) => reason.Code === 'ValidationError');
  const conditions = faults.filter(({ reason }) => reason.Code === 'ConditionalCheckFailed');
  return (
    told.length > 0 &&
    told.length + conditions.length === faults.length &&
    told.every(({ reason, at }) => mayHave(step, reason.Message ?? '', partOf(at))) &&
    conditions.every(({ at }) => partOf(at).some(has('ConditionExpression')))
  );
}

function placeOf(message: string): string | undefined {
  if (twins.test(message)) return 'twins';
  return places.find(([, pattern]) => pattern.test(message))?.[0];
}
