import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contracts } from '../events/index.ts';
import { schemaFile, schemaText } from '../events/schema.ts';

/** The folder that keeps every published schema version, unless a test names another. */
const REGISTRY = join(import.meta.dirname, '..', 'events', 'registry');

/** A registry file that does not say what its contract says. */
export interface Difference {
  file: string;
  problem: 'missing' | 'different' | 'stale';
}

/**
 * Compares the registry with the contracts. A file is stale if no contract has its name or if its
 * version is yet to come; files of older versions stay.
 */
export async function compareRegistry(directory = REGISTRY): Promise<Difference[]> {
  await mkdir(directory, { recursive: true });
  const files = new Set(await readdir(directory));
  const differences: Difference[] = [];
  const known = new Set<string>();
  for (const contract of contracts) {
    const file = schemaFile(contract);
    for (let version = 1; version <= contract.version; version += 1) {
      const published = schemaFile({ ...contract, version });
      known.add(published);
      if (!files.has(published)) differences.push({ file: published, problem: 'missing' });
    }
    if (!files.has(file)) continue;
    const text = await readFile(join(directory, file), 'utf8');
    if (text !== schemaText(contract)) differences.push({ file, problem: 'different' });
  }
  for (const file of files) if (!known.has(file)) differences.push({ file, problem: 'stale' });
  return differences;
}

/** Writes the schema of every contract's present version; older versions are left alone. */
export async function writeRegistry(directory = REGISTRY): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const written: string[] = [];
  for (const contract of contracts) {
    await writeFile(join(directory, schemaFile(contract)), schemaText(contract));
    written.push(schemaFile(contract));
  }
  return written;
}
