import { describe, expect, it } from 'vitest';
import {
  contractFile,
  downloadAddresses,
  eventNameLiterals,
  machineTraces,
  staleEdges,
  strayGlobals,
  tooLong,
  undocumentedExports,
  unfinished,
} from './rules.ts';
import type { SourceFile } from './source-files.ts';

const planted = (text: string, path = 'lib/planted.ts'): SourceFile => ({ path, text });

describe('time and chance', () => {
  it.each([
    ['const at = Date.now();', 'Date.now'],
    ['const clock = { nowMs: Date.now };', 'Date.now'],
    ['const at = new Date();', 'new Date()'],
    ['const at = new Date( );', 'new Date()'],
    ['performance.now()', 'performance.now'],
    ['process.hrtime.bigint()', 'process.hrtime'],
    ['Math.random()', 'Math.random'],
    ["import { randomUUID } from 'node:crypto';", 'randomUUID'],
    ['randomBytes(4)', 'randomBytes'],
    ['crypto.getRandomValues(bytes)', 'getRandomValues'],
    ['setTimeout(wake, 1)', 'setTimeout'],
    ['globalThis.setInterval(wake, 1)', 'setInterval'],
    ['const { setImmediate } = timers;', 'setImmediate'],
  ])('are found in %j', (text, name) => {
    expect(strayGlobals([planted(text)], [])).toEqual([`lib/planted.ts uses ${name}`]);
  });

  it.each([
    'const at = new Date(nowMs);',
    '// Date.now() is read elsewhere',
    '/** Not Math.random. */',
    'resetTimeouts();',
  ])('are not found in %j', (text) => {
    expect(strayGlobals([planted(text)], [])).toEqual([]);
  });

  it('are let pass at an edge, each by its name', () => {
    const file = planted('Date.now(); Math.random();');
    const edge = { file: file.path, may: ['Date.now'], why: 'a test' };
    expect(strayGlobals([file], [edge])).toEqual(['lib/planted.ts uses Math.random']);
  });

  it('are asked of an edge that is allowed them', () => {
    const edge = { file: 'lib/planted.ts', may: ['Date.now'], why: 'a test' };
    expect(staleEdges([planted('')], [edge])).toEqual(['lib/planted.ts does not use Date.now']);
    expect(staleEdges([], [edge])).toHaveLength(1);
    expect(staleEdges([planted('Date.now()')], [edge])).toEqual([]);
  });
});

describe('an exported symbol without a doc comment', () => {
  it.each([
    'export const one = 1;',
    'export function one() {}',
    'export async function one() {}',
    'export function* one() {}',
    'export class one {}',
    'export abstract class one {}',
    'export interface one {}',
    'export type one = 1;',
    '/** Of the module. */\n\nexport const one = 1;',
    '/** Of another. */\nexport const other = 1;\nexport const one = 1;',
    '// no doc comment\nexport const one = 1;',
  ])('is found in %j', (text) => {
    expect(undocumentedExports(planted(text))).toEqual([
      'lib/planted.ts exports one without a doc comment',
    ]);
  });

  it.each([
    '/** One. */\nexport const one = 1;',
    '/**\n * One.\n */\nexport function one() {}',
    '/** One. */\n// biome-ignore lint/a/b: for a reason\nexport const one = 1;',
    '/** One. */\nexport const One = 1;\nexport type One = typeof One;',
    "export { one } from './one.ts';",
    "export type { One } from './one.ts';",
    'export default route({});',
    'const one = 1;',
  ])('is not found in %j', (text) => {
    expect(undocumentedExports(planted(text))).toEqual([]);
  });
});

describe('the name of an event in a string', () => {
  it.each(["'ThingHappened'", '"ThingHappened"', '`ThingHappened`'])('is found: %s', (literal) => {
    const file = planted(`const type = ${literal};`);
    expect(eventNameLiterals(file, ['ThingHappened'])).toHaveLength(1);
  });

  it.each(["'ThingHappenedTwice'", 'ThingHappened', "// 'ThingHappened'"])(
    'is not found: %s',
    (text) => {
      expect(eventNameLiterals(planted(text), ['ThingHappened'])).toEqual([]);
    },
  );

  it('stands in the file of its contract', () => {
    const path = contractFile('ThingHappened');
    expect(path).toBe('events/thing-happened.ts');
    expect(eventNameLiterals(planted("'ThingHappened'", path), ['ThingHappened'])).toEqual([]);
  });
});

describe('a file', () => {
  it('may have 250 lines and not one more', () => {
    const lines = (count: number) => planted('x\n'.repeat(count));
    expect(tooLong(lines(250))).toEqual([]);
    expect(tooLong(lines(251))).toEqual(['lib/planted.ts has 251 lines']);
  });

  it('of tests may have 400', () => {
    const lines = (count: number) => planted('x\n'.repeat(count), 'test/planted.test.ts');
    expect([...tooLong(lines(400)), ...tooLong(lines(401))]).toEqual([
      'test/planted.test.ts has 401 lines',
    ]);
  });
});

describe('what is unfinished', () => {
  it.each([
    '// TODO later',
    '/* FIXME */',
    "it.only('x', () => {});",
    "it.skip('x', () => {});",
    "describe.concurrent.skip('x', () => {});",
    "test.todo('x');",
  ])('is found in %j', (text) => {
    expect(unfinished(planted(text))).toHaveLength(1);
  });

  it.each(['list.skip(1)', "it('skips what is only to do', () => {});"])(
    'is not found in %j',
    (text) => {
      expect(unfinished(planted(text))).toEqual([]);
    },
  );
});

describe('a trace of one machine', () => {
  it.each(['work', 'tmp', 'root', 'home', 'Users'])('is found in a path under %s', (folder) => {
    const path = ['', folder, 'project', 'file.ts'].join('/');
    expect(machineTraces(planted(`const path = '${path}';\nsee ${path}`))).toHaveLength(2);
  });

  it.each([
    ['registry', 'npmjs', 'org'],
    ['npm', 'pkg', 'github', 'com'],
    ['company', 'jfrog', 'io'],
    ['artifactory', 'company', 'com'],
  ])('is found in the host of a registry: %s.%s', (...host) => {
    expect(machineTraces(planted(`"https://${host.join('.')}/x"`))).toHaveLength(1);
  });

  it.each([
    "import { home } from '../home/rooms.ts';",
    'https://example.com/home/page',
    'a schema registry. It holds',
    'see events/registry/a.json',
  ])('is not found in %j', (text) => {
    expect(machineTraces(planted(text))).toEqual([]);
  });
});

describe('a download address in a lock file', () => {
  it('is found', () => {
    const lines = ['"resolved": "https://example.com/a.tgz"', '"integrity": "sha512-a"'];
    expect(downloadAddresses(lines.join('\n'))).toEqual([lines[0]]);
  });
});
