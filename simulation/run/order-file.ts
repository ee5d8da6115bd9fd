/** One order of the file, in the words of the platform. */
export interface FileOrder {
  customerId: string;
  /** ISO 8601 date. */
  date: string;
  sku: string;
  quantity: number;
  /** Price of one piece, in cents: the file's total by the quantity, rounded half up. */
  unitPrice: number;
  /** What the file says the order came to, in cents. */
  fileTotal: number;
}

/** One line of the file: an order, or why it is none. Lines count from 1. */
export type FileLine = { line: number } & ({ order: FileOrder } | { reason: string });

/** Characters of a line at most, CR LF not counted; a longer one is malformed, and never held whole. */
export const MAX_LINE_LENGTH = 200;

/** Pieces of one order at most, as the contract has it. */
const MAX_QUANTITY = 9_999;

/** The highest total, in cents. */
const MAX_TOTAL = 100_000_000;

/**
 * Reads orders in the format of `data/README.md` from chunks of text, one line at a time. A malformed
 * line comes with its reason; the rest goes on.
 */
export async function* readOrderFile(chunks: AsyncIterable<string>): AsyncGenerator<FileLine> {
  let line = 0;
  let rest = '';
  let oversized = false;
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) {
      line += 1;
      yield oversized ? tooLong(line) : readLine(text, line);
      oversized = false;
    }
    // One more: it may be the CR of a line that is just short enough.
    if (rest.length > MAX_LINE_LENGTH + 1) {
      oversized = true;
      rest = '';
    }
  }
  if (oversized) yield tooLong(line + 1);
  else if (rest !== '') yield readLine(rest, line + 1);
}

function tooLong(line: number): FileLine {
  return { line, reason: `is longer than ${MAX_LINE_LENGTH} characters` };
}

function readLine(textAndCr: string, line: number): FileLine {
  const text = textAndCr.endsWith('\r') ? textAndCr.slice(0, -1) : textAndCr;
  if (text.length > MAX_LINE_LENGTH) return tooLong(line);
  const columns = text.trim().split(/\s+/);
  if (columns[0] === '') return { line, reason: 'is empty' };
  if (columns.length !== 5) {
    return { line, reason: `has ${columns.length} columns, not 5: ${JSON.stringify(text.trim())}` };
  }
  const [customerId, sampleId, date, quantity, total] = columns as [
    string,
    string,
    string,
    string,
    string,
  ];
  const reason = reasonAgainst(customerId, sampleId, date) ?? reasonAgainstAmounts(quantity, total);
  if (reason) return { line, reason };
  const fileTotal = centsOf(total);
  const pieces = Number(quantity);
  const unitPrice = Math.floor((2 * fileTotal + pieces) / (2 * pieces));
  const isoDate = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const sku = `CD-${unitPrice}`;
  return {
    line,
    order: { customerId, date: isoDate, sku, quantity: pieces, unitPrice, fileTotal },
  };
}

function reasonAgainst(customerId: string, sampleId: string, date: string): string | undefined {
  if (!/^\d{1,20}$/.test(customerId))
    return `customer id ${JSON.stringify(customerId)} is no number`;
  if (!/^\d{1,20}$/.test(sampleId)) return `sample id ${JSON.stringify(sampleId)} is no number`;
  return isDate(date)
    ? undefined
    : `date ${JSON.stringify(date)} is not a day in the form yyyymmdd`;
}

function reasonAgainstAmounts(quantity: string, total: string): string | undefined {
  if (!/^\d{1,6}$/.test(quantity) || Number(quantity) < 1 || Number(quantity) > MAX_QUANTITY) {
    return `number of CDs ${JSON.stringify(quantity)} is not between 1 and ${MAX_QUANTITY}`;
  }
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(total) || centsOf(total) > MAX_TOTAL) {
    return `total ${JSON.stringify(total)} is not an amount in dollars up to ${MAX_TOTAL / 100}`;
  }
  return undefined;
}

function isDate(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].map(Number);
  const date = new Date(Date.UTC(year!, month! - 1, day!));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

/** Cents of a decimal amount, without ever holding a fraction. */
function centsOf(amount: string): number {
  const [dollars, cents = ''] = amount.split('.');
  return Number(dollars) * 100 + Number(cents.padEnd(2, '0'));
}
