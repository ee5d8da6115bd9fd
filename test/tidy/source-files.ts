import { readdirSync, readFileSync } from 'node:fs';

/** A file of the project: its path from the root, with slashes, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

const root = new URL('../../', import.meta.url);

/** What is no part of the project: see .gitignore. */
const ignored = /^(\.git|node_modules|cdk\.out|\.orderly|coverage|.*\.log|.*\.png)$/;

/** Every file of the project, sorted by path. */
export function projectFiles(): SourceFile[] {
  return filesIn('').sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Whether a file is TypeScript in one of these folders. */
export function isSource(file: SourceFile, folders: readonly string[]): boolean {
  return file.path.endsWith('.ts') && folders.some((folder) => file.path.startsWith(`${folder}/`));
}

/** The text without its comments; line numbers and strings stay as they are. */
export function withoutComments(text: string): string {
  return text.replace(TOKEN, (token) =>
    /^\/[/*]/.test(token) ? token.replaceAll(/[^\n]/g, ' ') : token,
  );
}

/** A string or a comment, whichever begins first. */
const TOKEN =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function filesIn(folder: string): SourceFile[] {
  const entries = readdirSync(new URL(folder, root), { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (ignored.test(entry.name)) return [];
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return filesIn(`${path}/`);
    return { path, text: readFileSync(new URL(encodeURI(path), root), 'utf8') };
  });
}
