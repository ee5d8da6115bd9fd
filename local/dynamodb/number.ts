import { validationException } from './errors.ts';

/**
 * DynamoDB's number: up to 38 decimal digits, magnitude 1E-130 to 9.9...E+125, kept as canonical
 * text without exponent, plus sign or superfluous zeros (HowItWorks.NamingRulesDataTypes,
 * "Number").
 */
interface Decimal {
  negative: boolean;
  /** Significant digits without leading or trailing zeros; empty for zero. */
  digits: string;
  /** Power of ten of the last digit. */
  exponent: number;
}

const maximumDigits = 38;
const maximumMagnitude = 125;
const minimumMagnitude = -130;
/** A double holds every decimal of 15 significant digits. */
const exactDoubleLength = 15;

const overflow =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const underflow =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';

/** The canonical text of a number; throws a ValidationException if it is none or out of range. */
export function canonicalNumber(text: string): string {
  if (isCanonical(text)) return text;
  const decimal = parse(text);
  check(decimal, 'Attempting to store more than 38 significant digits in a Number');
  return format(decimal);
}

/**
 * Negative, zero or positive as `left` is less than, equal to or greater than `right`; both
 * canonical.
 */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (left.length <= exactDoubleLength && right.length <= exactDoubleLength) {
    return Number(left) - Number(right);
  }
  return sortableNumber(left) < sortableNumber(right) ? -1 : 1;
}

/**
 * `left + right` or, with `sign` -1, `left - right`; throws if the result cannot be held exactly.
 */
export function addNumbers(left: string, right: string, sign: 1 | -1): string {
  if (isShortInteger(left) && isShortInteger(right)) {
    return String(Number(left) + sign * Number(right));
  }
  const first = parse(left);
  const second = parse(right);
  const exponent = Math.min(first.exponent, second.exponent);
  const sum = scaled(first, exponent) + BigInt(sign) * scaled(second, exponent);
  const result = trimmed(sum < 0n, (sum < 0n ? -sum : sum).toString(), exponent);
  check(result, overflow);
  return format(result);
}

/** Text whose order by code unit is the order of the numbers. */
export function sortableNumber(canonical: string): string {
  const { negative, digits, exponent } = parse(canonical);
  if (digits === '') return '1';
  const magnitude = digits.length - 1 + exponent - minimumMagnitude;
  if (!negative) return `2${String(magnitude).padStart(3, '0')}${digits}`;
  const complement = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${String(999 - magnitude).padStart(3, '0')}${complement}~`;
}

/**
 * Bytes a number takes in an item: one, plus one for each two digits before and after the point but for pairs of
 * zeros at either end, plus one if negative. Measured against DynamoDB; the guide's rule is an approximation of it.
 */
export function numberSizeBytes(canonical: string): number {
  const negative = canonical.charCodeAt(0) === minus ? 1 : 0;
  const point = canonical.indexOf('.');
  if (point < 0) {
    let end = canonical.length;
    while (end > negative + 1 && isPairOfZeros(canonical, end - 2)) end -= 2;
    const digits = canonical === '0' ? 0 : end - negative;
    return 1 + ((digits + 1) >> 1) + negative;
  }
  let start = point + 1;
  const fractionOnly = point - negative === 1 && canonical.charCodeAt(negative) === zero;
  if (fractionOnly) while (isPairOfZeros(canonical, start)) start += 2;
  const whole = fractionOnly ? 0 : (point - negative + 1) >> 1;
  return 1 + whole + ((canonical.length - start + 1) >> 1) + negative;
}

function isPairOfZeros(text: string, at: number): boolean {
  return text.charCodeAt(at) === zero && text.charCodeAt(at + 1) === zero;
}

const zero = 48;
const nine = 57;
const minus = 45;
const dot = 46;

/** Whether the text is canonical already, as nearly every number is. */
function isCanonical(text: string): boolean {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  const end = text.length;
  if (end === start || end > maximumDigits) return false;
  const point = pointIn(text, start);
  if (point === notDecimal) return false;
  const zeroFirst = text.charCodeAt(start) === zero;
  if (point === end) return !zeroFirst || (end === 1 && start === 0);
  const fractionEnds = point < end - 1 && text.charCodeAt(end - 1) !== zero;
  return fractionEnds && point > start && (!zeroFirst || point === start + 1);
}

const notDecimal = -1;

/** Where the point is in a text of digits, its length if there is none, or `notDecimal`. */
function pointIn(text: string, start: number): number {
  let point = text.length;
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= zero && code <= nine) continue;
    if (code !== dot || point < text.length) return notDecimal;
    point = index;
  }
  return point;
}

function isShortInteger(text: string): boolean {
  return text.length <= exactDoubleLength && !text.includes('.');
}

const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function parse(text: string): Decimal {
  const match = numberPattern.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole.length + fraction.length === 0) {
    const shown = text === '' ? '' : `: ${text}`;
    throw validationException(`The parameter cannot be converted to a numeric value${shown}`);
  }
  return trimmed(match[1] === '-', whole + fraction, Number(match[4] ?? 0) - fraction.length);
}

function trimmed(negative: boolean, digits: string, exponent: number): Decimal {
  const significant = digits.replace(/^0+/, '');
  const bare = significant.replace(/0+$/, '');
  if (bare === '') return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: bare, exponent: exponent + significant.length - bare.length };
}

function check({ digits, exponent }: Decimal, tooPrecise: string): void {
  if (digits === '') return;
  const magnitude = digits.length - 1 + exponent;
  if (magnitude > maximumMagnitude) throw validationException(overflow);
  if (magnitude < minimumMagnitude) throw validationException(underflow);
  if (digits.length > maximumDigits) throw validationException(tooPrecise);
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function scaled({ negative, digits, exponent }: Decimal, to: number): bigint {
  const value = BigInt(digits + '0'.repeat(exponent - to));
  return negative ? -value : value;
}
