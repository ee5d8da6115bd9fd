import { describe, expect, it } from 'vitest';
import { openOrders, SHIPPED_ORDERS } from '../../../ops/order-source.ts';
import {
  type FileLine,
  MAX_LINE_LENGTH,
  readOrderFile,
} from '../../../simulation/run/order-file.ts';

async function* chunksOf(texts: Iterable<string>): AsyncGenerator<string> {
  yield* texts;
}

/** Reads a file that comes in these chunks. */
const read = (...chunks: string[]): Promise<FileLine[]> =>
  Array.fromAsync(readOrderFile(chunksOf(chunks)));

/** Reads a file of one line. */
async function readOne(text: string): Promise<FileLine> {
  const [line, ...more] = await read(text);
  if (!line || more.length > 0) throw new Error(`${text} is not one line`);
  return line;
}

const orderOf = async (text: string) => {
  const line = await readOne(text);
  return 'order' in line ? line.order : line;
};

const reasonOf = async (text: string) => {
  const line = await readOne(text);
  return 'reason' in line ? line.reason : line;
};

/** A whole line of this length: blanks between columns do not count. */
const lineOf = (length: number): string => `1 1 19970101${' '.repeat(length - 18)}1 5.00`;

describe('a line of an order file', () => {
  it('is customer, sample number, day, number of CDs and total in dollars', async () => {
    expect(await readOne('00004  3 19970118  2  29.33')).toEqual({
      line: 1,
      order: {
        customerId: '00004',
        date: '1997-01-18',
        sku: 'CD-1467',
        quantity: 2,
        unitPrice: 1_467,
        fileTotal: 2_933,
      },
    });
  });

  it('may have any blanks between, before and behind its columns', async () => {
    const plain = await readOne('4 1 19970101 2 29.33');
    expect(await readOne('  4\t1   19970101 2    29.33  ')).toEqual(plain);
  });

  it('may be a free one', async () => {
    expect(await orderOf('4 1 19970101 3 0.00')).toMatchObject({ sku: 'CD-0', fileTotal: 0 });
  });

  it.each([
    ['29', 2_900],
    ['29.3', 2_930],
    ['29.33', 2_933],
    ['0.07', 7],
    ['1000000.00', 100_000_000],
  ])('takes a total of %s for %d cents', async (total, fileTotal) => {
    expect(await orderOf(`4 1 19970101 1 ${total}`)).toMatchObject({ fileTotal });
  });

  it.each([
    ['29.33', 2, 1_467],
    ['29.32', 2, 1_466],
    ['10.00', 3, 333],
    ['20.00', 3, 667],
    ['0.01', 2, 1],
    ['0.01', 3, 0],
  ])('rounds the price of one piece half up: %s for %d is %d', async (total, quantity, price) => {
    expect(await orderOf(`4 1 19970101 ${quantity} ${total}`)).toMatchObject({
      unitPrice: price,
      sku: `CD-${price}`,
    });
  });
});

describe('a malformed line', () => {
  it.each([
    ['  ', 'is empty'],
    ['4 1 19970101 2', 'has 4 columns, not 5: "4 1 19970101 2"'],
    ['4 1 19970101 2 29.33 x', 'has 6 columns, not 5: "4 1 19970101 2 29.33 x"'],
    ['four 1 19970101 2 29.33', 'customer id "four" is no number'],
    [`${'4'.repeat(21)} 1 19970101 2 29.33`, `customer id "${'4'.repeat(21)}" is no number`],
    ['4 -1 19970101 2 29.33', 'sample id "-1" is no number'],
    ['4 1 970101 2 29.33', 'date "970101" is not a day in the form yyyymmdd'],
    ['4 1 19970229 2 29.33', 'date "19970229" is not a day in the form yyyymmdd'],
    ['4 1 19971301 2 29.33', 'date "19971301" is not a day in the form yyyymmdd'],
    ['4 1 19970101 0 29.33', 'number of CDs "0" is not between 1 and 9999'],
    ['4 1 19970101 10000 29.33', 'number of CDs "10000" is not between 1 and 9999'],
    ['4 1 19970101 1.5 29.33', 'number of CDs "1.5" is not between 1 and 9999'],
    ['4 1 19970101 2 -0.01', 'total "-0.01" is not an amount in dollars up to 1000000'],
    ['4 1 19970101 2 29.333', 'total "29.333" is not an amount in dollars up to 1000000'],
    ['4 1 19970101 2 1000000.01', 'total "1000000.01" is not an amount in dollars up to 1000000'],
    ['4 1 19970101 2 29,33', 'total "29,33" is not an amount in dollars up to 1000000'],
  ])('says why: %j', async (text, reason) => {
    expect(await reasonOf(text)).toBe(reason);
  });

  it.each(['9999', '1'])('is none with %s CDs', async (quantity) => {
    expect(await orderOf(`4 1 19970101 ${quantity} 29.33`)).toHaveProperty('sku');
  });

  it.each(['19960229', '20000229', '19971231'])('is none on the day %s', async (day) => {
    expect(await orderOf(`4 1 ${day} 2 29.33`)).toHaveProperty('sku');
  });

  it.each(['\n', '\r\n', ''])('is longer than a line may be, however it ends: %j', async (end) => {
    expect(await orderOf(lineOf(MAX_LINE_LENGTH) + end)).toMatchObject({ fileTotal: 500 });
    const reason = 'is longer than 200 characters';
    expect(await reasonOf(lineOf(MAX_LINE_LENGTH + 1) + end)).toBe(reason);
  });

  it('leaves the lines around it as they are, and is counted', async () => {
    const lines = await read('4 1 19970101 2 29.33\n\nnonsense\n4 1 19970118 2 29.73\n');
    expect(lines).toMatchObject([
      { line: 1, order: { date: '1997-01-01' } },
      { line: 2, reason: 'is empty' },
      { line: 3, reason: 'has 1 columns, not 5: "nonsense"' },
      { line: 4, order: { date: '1997-01-18' } },
    ]);
  });
});

describe('an order file', () => {
  const texts = ['4 1 19970101 2 29.33', '4 1 19970118 2 29.73', 'x', '18 2 19970104 1 14.96'];

  it('may end its lines in LF or CR LF', async () => {
    const lines = await read(`${texts.join('\n')}\n`);
    expect(lines).toHaveLength(4);
    expect(await read(`${texts.join('\r\n')}\r\n`)).toEqual(lines);
  });

  it('may leave its last line without an end', async () => {
    expect(await read(texts.join('\n'))).toEqual(await read(`${texts.join('\n')}\n`));
  });

  it('may be empty', async () => {
    expect(await read()).toEqual([]);
    expect(await read('')).toEqual([]);
  });

  it('holds two orders in two equal lines', async () => {
    const [one, other] = await read(`${texts[0]}\n${texts[0]}\n`);
    expect(other).toEqual({ ...one, line: 2 });
  });

  it.each(['\n', '\r\n'])('may be cut into chunks anywhere: lines that end in %j', async (end) => {
    const text = texts.join(end) + end;
    const whole = await read(text);
    for (let at = 0; at <= text.length; at += 1) {
      expect(await read(text.slice(0, at), text.slice(at))).toEqual(whole);
    }
    expect(await read(...text)).toEqual(whole);
  });

  it('goes on behind a line that is too long, wherever it is cut', async () => {
    const text = `${texts[0]}\n${'9'.repeat(1_000)}\r\n${texts[1]}\n${'9'.repeat(300)}`;
    const whole = await read(text);
    expect(whole.map((line) => ('reason' in line ? line.reason : line.order.date))).toEqual([
      '1997-01-01',
      'is longer than 200 characters',
      '1997-01-18',
      'is longer than 200 characters',
    ]);
    for (const size of [1, 7, 199, 200, 201, 202, 500]) {
      const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(await read(...chunks)).toEqual(whole);
    }
  });
});

describe('the file that comes with the project', () => {
  it('holds 6,919 orders of 2,357 customers, some of them free', async () => {
    const lines = await Array.fromAsync(await openOrders(SHIPPED_ORDERS));
    const orders = lines.flatMap((line) => ('order' in line ? [line.order] : []));
    expect(lines.at(-1)?.line).toBe(6_919);
    expect(orders).toHaveLength(6_919);
    expect(new Set(orders.map(({ customerId }) => customerId)).size).toBe(2_357);
    expect(orders.filter(({ fileTotal }) => fileTotal === 0)).toHaveLength(8);
    expect(orders.reduce((sum, { fileTotal }) => sum + fileTotal, 0)).toBe(24_409_194);
    const days = orders.map(({ date }) => date).sort();
    expect([days[0], days.at(-1)]).toEqual(['1997-01-01', '1998-06-30']);
  });

  it('cannot be another one that is not there', async () => {
    await expect(openOrders('no-such-file.txt')).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining('no-such-file.txt cannot be read'),
    });
  });
});
