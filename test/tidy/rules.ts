import { type Edge, machineGlobals } from './edges.ts';
import { type SourceFile, withoutComments } from './source-files.ts';

/** Lines of a file at most; a test is a list of sentences, which may go on longer. */
export const MAX_LINES = { source: 250, test: 400 };

/** npm scripts at most. */
export const MAX_SCRIPTS = 12;

/** What each file uses of the machine's time and chance without being an edge for it. */
export function strayGlobals(files: readonly SourceFile[], edges: readonly Edge[]): string[] {
  return files.flatMap(({ path, text }) => {
    const allowed = edges.find(({ file }) => file === path)?.may ?? [];
    return globalsIn(text)
      .filter((name) => !allowed.includes(name))
      .map((name) => `${path} uses ${name}`);
  });
}

/** What edges are allowed and do not use any more. */
export function staleEdges(files: readonly SourceFile[], edges: readonly Edge[]): string[] {
  return edges.flatMap(({ file, may }) => {
    const used = files.filter(({ path }) => path === file).flatMap(({ text }) => globalsIn(text));
    return may.filter((name) => !used.includes(name)).map((name) => `${file} does not use ${name}`);
  });
}

function globalsIn(text: string): string[] {
  const code = withoutComments(text);
  return Object.entries(machineGlobals).flatMap(([name, use]) => (use.test(code) ? name : []));
}

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type) (\w+)/;

/** Exported symbols without a doc comment; a type that shares a value's name shares its comment. */
export function undocumentedExports({ path, text }: SourceFile): string[] {
  const seen = new Set<string>();
  const undocumented: string[] = [];
  let hasComment = false;
  for (const line of text.split('\n')) {
    const name = EXPORT.exec(line)?.[1];
    if (name && !hasComment && !seen.has(name)) {
      undocumented.push(`${path} exports ${name} without a doc comment`);
    }
    if (name) seen.add(name);
    // What is said to the linter may stand between.
    if (!line.startsWith('//')) hasComment = line.endsWith('*/');
  }
  return undocumented;
}

/** Event names as string literals; only a contract's own file has its name. */
export function eventNameLiterals(file: SourceFile, names: readonly string[]): string[] {
  const code = withoutComments(file.text);
  return names
    .filter((name) => new RegExp(`(['"\`])${name}\\1`).test(code))
    .filter((name) => file.path !== contractFile(name))
    .map((name) => `${file.path} names ${name} in a string`);
}

/** The file that defines the contract of this name. */
export function contractFile(name: string): string {
  return `events/${name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}.ts`;
}

/** Whether a file is longer than it may be, as a sentence. */
export function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const limit = path.endsWith('.test.ts') ? MAX_LINES.test : MAX_LINES.source;
  return lines > limit ? [`${path} has ${lines} lines`] : [];
}

const UNFINISHED = /\b(?:TODO|FIXME|XXX)\b/;
const PARTIAL_RUN = /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo)\b/;

/** Work left for later, and tests left out. */
export function unfinished({ path, text }: SourceFile): string[] {
  return linesWith(path, text, UNFINISHED, 'is unfinished').concat(
    linesWith(path, withoutComments(text), PARTIAL_RUN, 'leaves out tests'),
  );
}

const MACHINE_PATH = /(?<![\w.~/*}-])\/(?:work|tmp|root|home|Users|mnt)\//;
const REGISTRY =
  /\b(?:registry\.[\w.-]+\.\w+|[\w.-]*(?:artifactory|jfrog|verdaccio|nexus)[\w.-]*\.\w+|[\w.-]+\.pkg\.\w+\.\w+|files\.pythonhosted\.org)\b/;

/** Paths of one machine, and hosts that packages come from. */
export function machineTraces({ path, text }: SourceFile): string[] {
  return linesWith(path, text, MACHINE_PATH, 'names a path of one machine').concat(
    linesWith(path, text, REGISTRY, 'names a registry'),
  );
}

/** Download addresses in a lock file. */
export function downloadAddresses(lockFile: string): string[] {
  return lockFile.split('\n').filter((line) => /"resolved"|https?:\/\/[^"]*\.tgz/.test(line));
}

function linesWith(path: string, text: string, pattern: RegExp, what: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? `${path}:${index + 1} ${what}` : []));
}
