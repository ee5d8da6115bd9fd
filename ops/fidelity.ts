import { fidelityRows } from '../local/fidelity-rows.ts';

/** `orderly fidelity`: all that the embedded cloud takes, and how far. Exit code. */
export async function fidelityCommand(): Promise<number> {
  const rows = fidelityRows();
  const width = Math.max(...rows.map(({ name }) => name.length));
  let kind = '';
  for (const row of rows) {
    if (row.kind !== kind) console.log(`\n${row.kind}`);
    kind = row.kind;
    console.log(`  ${row.name.padEnd(width)}  ${row.status}`);
  }
  console.log('\nEverything that is not in this table is refused by name.');
  return 0;
}
