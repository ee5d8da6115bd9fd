/**
 * Whether the digits of a JSON number mean exactly the number that a double holds, which
 * event-ruler requires of every number it compares; `0.1` does, `9007199254740993` and `1e400` do
 * not.
 */
export function isExactNumber(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && canonicalDecimal(text) === canonicalDecimal(String(value));
}

/**
 * The same text for the same decimal: significant digits without zeros at either end, and the power
 * of ten behind them.
 */
function canonicalDecimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.replace(/^-/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const zeros = digits.length - significant.length;
  return `${significant}e${Number(exponent) - fraction.length + zeros}`;
}
