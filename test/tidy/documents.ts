import { dirname, join } from 'node:path/posix';
import type { SourceFile } from './source-files.ts';

/** A link of a document, to a file or folder of the project or a heading. */
interface Link {
  /** Path from the project's root, without a slash at its end; of the document itself for a heading in it. */
  path: string;
  /** Of a heading, without `#`. */
  anchor?: string;
  /** As it stands in the document. */
  text: string;
}

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const ELSEWHERE = /^[a-z]+:/;

/** The links of a document that lead elsewhere in the project. */
export function linksOf({ path, text }: SourceFile): Link[] {
  const targets = [...withoutCode(text).matchAll(LINK)].map(([, target]) => target!);
  return targets
    .filter((target) => !ELSEWHERE.test(target))
    .map((target) => {
      const [file, anchor] = target.split('#') as [string, string?];
      const resolved = file === '' ? path : join(dirname(path), file).replace(/\/$/, '');
      return { path: resolved, anchor, text: target };
    });
}

/** The links that lead nowhere: to no file or folder of the project, or to no heading there. */
export function brokenLinks(
  documents: readonly SourceFile[],
  files: readonly SourceFile[],
): string[] {
  const paths = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]));
  const leads = ({ path, anchor }: Link): boolean => {
    if (anchor === undefined) return paths.has(path);
    const target = files.find((file) => file.path === path);
    return target !== undefined && anchorsOf(target).includes(anchor);
  };
  return documents.flatMap((document) =>
    linksOf(document)
      .filter((link) => !leads(link))
      .map(({ text }) => `${document.path} links to ${text}`),
  );
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf({ text }: SourceFile): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** The rows of the table whose first row begins with these cells, each as its cells. */
export function rowsUnder(text: string, ...header: string[]): string[][] {
  const lines = text.split('\n').map(cellsOf);
  const at = lines.findIndex((cells) => header.every((cell, index) => cells[index] === cell));
  if (at < 0) throw new Error(`There is no table under ${header.join(', ')}`);
  const rows = lines.slice(at + 2);
  const end = rows.findIndex((cells) => cells.length === 0);
  return end < 0 ? rows : rows.slice(0, end);
}

/** What stands in backticks in a text. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, '');
}

function withoutFences(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}
