import { mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contracts } from '../../../events/index.ts';
import { schemaFile, schemaText } from '../../../events/schema.ts';
import { compareRegistry, writeRegistry } from '../../../ops/contracts.ts';

let registry: string;

beforeEach(async () => {
  registry = await mkdtemp(join(tmpdir(), 'orderly-registry-'));
});

afterEach(() => rm(registry, { recursive: true }));

const [contract] = contracts;
const file = schemaFile(contract!);

describe('writing the registry', () => {
  it('writes the schema of every contract, under its source, name and version', async () => {
    const written = await writeRegistry(registry);
    expect(written.toSorted()).toEqual((await readdir(registry)).sort());
    expect(written.toSorted()).toEqual(contracts.map(schemaFile).sort());
    expect(await readFile(join(registry, file), 'utf8')).toBe(schemaText(contract!));
  });

  it('leaves alone what it does not know: an older version stays as it was published', async () => {
    const older = file.replace('.v1.', '.v0.');
    await writeFile(join(registry, older), 'as it was');
    await writeRegistry(registry);
    expect(await readFile(join(registry, older), 'utf8')).toBe('as it was');
  });

  it('makes the folder if it is not there', async () => {
    const below = join(registry, 'below');
    await writeRegistry(below);
    expect(await compareRegistry(below)).toEqual([]);
  });
});

describe('comparing the registry with the contracts', () => {
  beforeEach(() => writeRegistry(registry));

  it('finds nothing when it was just written', async () => {
    expect(await compareRegistry(registry)).toEqual([]);
  });

  it('finds a schema that is missing', async () => {
    await unlink(join(registry, file));
    expect(await compareRegistry(registry)).toEqual([{ file, problem: 'missing' }]);
  });

  it('finds a schema that says something else', async () => {
    await writeFile(join(registry, file), schemaText(contract!).replace('"type"', '"typ"'));
    expect(await compareRegistry(registry)).toEqual([{ file, problem: 'different' }]);
  });

  it.each([
    ['no contract has', 'orderly.ordering@OrderMislaid.v1.json'],
    ['is yet to come', file.replace('.v1.', '.v2.')],
    ['is no schema', 'notes.txt'],
  ])('finds a file stale that %s', async (_what, stale) => {
    await writeFile(join(registry, stale), '{}\n');
    expect(await compareRegistry(registry)).toEqual([{ file: stale, problem: 'stale' }]);
  });

  it('tells of every file at once', async () => {
    await unlink(join(registry, file));
    await writeFile(join(registry, 'notes.txt'), '');
    expect(await compareRegistry(registry)).toHaveLength(2);
  });
});

describe("the project's own registry", () => {
  it('says what the contracts say', async () => {
    expect(await compareRegistry()).toEqual([]);
  });
});
