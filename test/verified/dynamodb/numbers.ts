import type { VerifiedFact } from '../fact.ts';
import { FactTable, N, refused, S, updated } from './tables.ts';

const numbers = 'scylladb/scylladb test/alternator/test_number.py';

/** Which texts are numbers, and what sums they have. */
export const numberFacts: readonly VerifiedFact[] = [
  updated(
    'numbers are added with all their digits',
    `${numbers}, test_update_expression_plus_precision`,
    [undefined, 'SET b = :v + :w', { ':v': N(1), ':w': N('10000000000000000000000') }],
    { b: N('10000000000000000000001') },
  ),
  refused(
    'a sum beyond the range of numbers is refused',
    `${numbers}, test_update_expression_plus_overflow`,
    (table) => table.update('SET b = :v + :v', { ':v': N('9e125') }),
    /^ValidationException: .*overflow/,
  ),
  refused(
    'a sum of more than 38 digits is refused',
    `${numbers}, test_update_expression_plus_imprecise`,
    (table) => table.update('SET b = :v - :w', { ':v': N('1e50'), ':w': N(1) }),
    /^ValidationException: .*number/,
  ),
  ...['NaN', 'Infinity', '-dog', ' 1', '1 '].map((text) =>
    refused(
      `the text "${text}" is no number`,
      `${numbers}, test_invalid_numbers`,
      (table) => table.update('SET a = :v', { ':v': N(text) }),
      /^ValidationException: .*numeric/,
    ),
  ),
  {
    says: 'numbers may be written with signs, leading zeros and exponents of either case',
    source: `${numbers}, test_invalid_numbers, those that are allowed`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      for (const text of ['-17.4E37', '+3', '.123', '0001.23', '1e+5', '0e1000']) {
        await table.update('SET a = :v', { ':v': N(text) });
      }
      world.expect(await table.get()).toEqual({ p: S('a'), a: N(0) });
    },
  },
];
