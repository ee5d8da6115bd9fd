import { describe, expect, it } from 'vitest';
import { exceptions, layers } from './import-table.ts';
import { brokenImports, importCycles, importsOf, staleExceptions } from './imports.ts';
import { isSource, projectFiles, type SourceFile } from './source-files.ts';

const folders = ['bench', 'bin', 'events', 'functions', 'lib', 'local', 'ops', 'simulation'];
const files = projectFiles().filter((file) => isSource(file, folders));

/** One line of a file that is not there. */
const planted = (path: string, text: string): SourceFile => ({ path, text });
const importing = (path: string, ...names: string[]) =>
  planted(path, names.map((name) => `import { thing } from '${name}';`).join('\n'));

describe('the imports of the project', () => {
  it('go only where the table lets them', () => {
    expect(brokenImports(files, layers, exceptions)).toEqual([]);
  });

  it('make no cycle among files', () => {
    expect(importCycles(files)).toEqual([]);
  });

  it('need every exception there is', () => {
    expect(staleExceptions(files, exceptions)).toEqual([]);
  });
});

describe('an import', () => {
  it.each([
    ["import { a } from './a.ts';", 'events/a.ts', false],
    ["import a from './a.ts';", 'events/a.ts', false],
    ["import * as a from '../lib/a.ts';", 'lib/a.ts', false],
    ["import {\n  a,\n  type B,\n} from './a.ts';", 'events/a.ts', false],
    ["import type { A } from './a.ts';", 'events/a.ts', true],
    ["export { a } from './a.ts';", 'events/a.ts', false],
    ["export type { A } from './a.ts';", 'events/a.ts', true],
    ["export * from './a.ts';", 'events/a.ts', false],
    ["import './a.ts';", 'events/a.ts', false],
    ["const { a } = await import('./a.ts');", 'events/a.ts', false],
    ["import { a } from 'zod/mini';", 'zod/mini', false],
  ])('is seen in %j', (text, target, typeOnly) => {
    expect(importsOf(planted('events/here.ts', text))).toMatchObject([{ target, typeOnly }]);
  });

  it.each([
    "// import { a } from './a.ts';",
    "/*\nimport { a } from './a.ts';\n*/",
    "const text = 'import me';",
    "export const from = 'here';",
  ])('is not seen in %j', (text) => {
    expect(importsOf(planted('events/here.ts', text))).toEqual([]);
  });
});

describe('the table', () => {
  it.each([
    ['events/a.ts', '../functions/runtime/ids.ts'],
    ['events/a.ts', 'zod'],
    ['events/a.ts', 'node:fs'],
    ['functions/runtime/a.ts', '../ordering/order.ts'],
    ['functions/runtime/a.ts', '@aws-lambda-powertools/logger'],
    ['functions/runtime/a.ts', './lambda.ts'],
    ['functions/runtime/a.ts', '../../events/index.ts'],
    ['functions/runtime/a.ts', 'aws-lambda'],
    ['functions/ordering/a.ts', '../payments/payment.ts'],
    ['functions/ordering/a.ts', '../../events/index.ts'],
    ['functions/ordering/a.ts', '../../events/schema.ts'],
    ['functions/ordering/a.ts', '../runtime/lambda.ts'],
    ['functions/ordering/a.ts', '../../lib/config.ts'],
    ['functions/ordering/a.ts', '@aws-lambda-powertools/logger'],
    ['functions/ordering/a.ts', 'node:fs'],
    ['lib/a.ts', '../local/cloud.ts'],
    ['lib/constructs/a.ts', '../../ops/run.ts'],
    ['local/a.ts', '../functions/ordering/order.ts'],
    ['local/sqs/a.ts', '../../events/order-placed.ts'],
    ['local/a.ts', 'aws-cdk-lib'],
    ['simulation/a.ts', '../ops/run.ts'],
    ['simulation/a.ts', '../bin/app.ts'],
    ['ops/a.ts', '../lib/config.ts'],
    ['ops/a.ts', '../functions/runtime/publish.ts'],
    ['bin/a.ts', '../local/cloud.ts'],
    ['lib/a.ts', '../test/support/thing.ts'],
  ])('keeps %s from %s', (path, name) => {
    expect(brokenImports([importing(path, name)], layers)).toHaveLength(1);
  });

  it.each([
    ['events/a.ts', './order-placed.ts'],
    ['functions/runtime/a.ts', '../../events/contract.ts'],
    ['functions/runtime/lambda.ts', '@aws-lambda-powertools/logger'],
    ['functions/ordering/a.ts', './order.ts'],
    ['functions/ordering/a.ts', '../../events/order-placed.ts'],
    ['functions/ordering/a.ts', '@aws-sdk/client-dynamodb'],
    ['lib/a.ts', 'aws-cdk-lib/aws-sqs'],
    ['local/a.ts', 'node:crypto'],
    ['simulation/a.ts', '../functions/ordering/order.ts'],
    ['bin/a.ts', '../ops/run.ts'],
  ])('lets %s import %s', (path, name) => {
    expect(brokenImports([importing(path, name)], layers)).toEqual([]);
  });

  it('lets functions have the types of aws-lambda', () => {
    const text = "import type { SQSEvent } from 'aws-lambda';";
    const paths = ['functions/runtime/a.ts', 'functions/ordering/a.ts'];
    expect(
      brokenImports(
        paths.map((path) => planted(path, text)),
        layers,
      ),
    ).toEqual([]);
  });

  it('holds for types as well', () => {
    const text = "import type { Payment } from '../payments/payment.ts';";
    expect(brokenImports([planted('functions/ordering/a.ts', text)], layers)).toEqual([
      'functions/ordering/a.ts may not import functions/payments/payment.ts',
    ]);
  });

  it('has a place for every file', () => {
    expect(brokenImports([planted('extra/a.ts', '')], layers)).toEqual([
      'extra/a.ts belongs to no layer',
    ]);
  });

  it('gives way to an exception, for its file alone', () => {
    const exception = { file: 'ops/a.ts', may: ['lib/'], why: 'a test' };
    const [one, other] = ['ops/a.ts', 'ops/b.ts'].map((path) => importing(path, '../lib/c.ts'));
    expect(brokenImports([one!], layers, [exception])).toEqual([]);
    expect(brokenImports([other!], layers, [exception])).toHaveLength(1);
    expect(staleExceptions([one!], [exception])).toEqual([]);
    expect(staleExceptions([other!], [exception])).toHaveLength(1);
  });
});

describe('a cycle', () => {
  it('is found with the path around', () => {
    const around = [
      importing('lib/a.ts', './b.ts'),
      importing('lib/b.ts', './c.ts'),
      importing('lib/c.ts', './b.ts', './d.ts'),
      importing('lib/d.ts'),
    ];
    expect(importCycles(around)).toEqual(['lib/b.ts > lib/c.ts > lib/b.ts']);
  });

  it('is found in a file that imports itself', () => {
    expect(importCycles([importing('lib/a.ts', './a.ts')])).toEqual(['lib/a.ts > lib/a.ts']);
  });

  it('is not made by two ways to one file, or by types', () => {
    const files = [
      importing('lib/a.ts', './b.ts', './c.ts'),
      importing('lib/b.ts', './c.ts'),
      planted('lib/c.ts', "import type { A } from './a.ts';"),
    ];
    expect(importCycles(files)).toEqual([]);
  });
});
