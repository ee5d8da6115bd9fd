import { readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the thread's script is made of; types alone come from elsewhere. */
const FILES = ['worker', 'load-handler', 'worker-clock', 'worker-output', 'worker-timers'];

/**
 * Writes the script of a thread into a folder, without types, and gives its URL: a thread that had to strip
 * them itself would take three times as long to start.
 */
export function writeWorkerScript(folder: string): URL {
  for (const name of FILES) {
    const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
    const script = stripped(source).replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.mjs'");
    writeFileSync(join(folder, `${name}.mjs`), script);
  }
  return pathToFileURL(join(folder, 'worker.mjs'));
}

/** Node runs such files without a word, but warns of the function that does the same. */
function stripped(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
