import { describe, expect, it } from 'vitest';
import { contracts } from '../../events/index.ts';
import { edges } from './edges.ts';
import {
  contractFile,
  downloadAddresses,
  eventNameLiterals,
  MAX_SCRIPTS,
  machineTraces,
  staleEdges,
  strayGlobals,
  tooLong,
  undocumentedExports,
  unfinished,
} from './rules.ts';
import { isSource, projectFiles } from './source-files.ts';

const all = projectFiles();
const deployed = ['events', 'functions', 'lib', 'local', 'ops', 'simulation'];
const sources = all.filter((file) => isSource(file, ['bin', ...deployed]));
const code = all.filter((file) => isSource(file, ['bin', 'bench', 'test', ...deployed]));
const names = contracts.map(({ name }) => name);
const textOf = (path: string) => all.find((file) => file.path === path)!.text;

describe('the project', () => {
  it('takes time and chance from its edges alone', () => {
    expect(strayGlobals(sources, edges)).toEqual([]);
  });

  it('needs every edge there is', () => {
    expect(staleEdges(sources, edges)).toEqual([]);
  });

  it('names an event in a string only where it is defined', () => {
    expect(sources.flatMap((file) => eventNameLiterals(file, names))).toEqual([]);
  });

  it('defines each event in a file of its name', () => {
    const paths = new Set(sources.map(({ path }) => path));
    expect(names.filter((name) => !paths.has(contractFile(name)))).toEqual([]);
  });

  it('says of every exported symbol what it is', () => {
    const exporting = all.filter((file) => isSource(file, deployed));
    expect(exporting.flatMap(undocumentedExports)).toEqual([]);
  });

  it('keeps every file short enough to be read in one go', () => {
    expect(code.flatMap(tooLong)).toEqual([]);
  });

  it('leaves no work for later, and no test out', () => {
    const others = code.filter(({ path }) => !path.startsWith('test/tidy/'));
    expect(others.flatMap(unfinished)).toEqual([]);
  });

  it('speaks of no machine and no registry', () => {
    expect(all.flatMap(machineTraces)).toEqual([]);
  });

  it('locks its packages without download addresses', () => {
    expect(downloadAddresses(textOf('package-lock.json'))).toEqual([]);
  });

  it(`has at most ${MAX_SCRIPTS} scripts`, () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(MAX_SCRIPTS);
  });
});
