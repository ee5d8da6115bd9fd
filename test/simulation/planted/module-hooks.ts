import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type PlantedBug, plant } from './planted-bug.ts';

const root = new URL('../../../', import.meta.url).href;
const packages = new URL('node_modules/', root).href;

/** Marks the modules of a graph of its own. */
const MARK = '?planted=';

/** Whether a module is one of the project's own. */
const isOurs = (url: string): boolean => url.startsWith(root) && !url.startsWith(packages);

/** Plants a bug in every module of this process or thread that is loaded from now on. */
export function plantHere(bug: PlantedBug): void {
  const file = root + bug.file;
  registerHooks({ load: (url, context, next) => planted(next(url, context), url === file, bug) });
}

/**
 * Lets a project's module be imported with a bug, beside others without: `graphOf` names it, and all it imports
 * of the project is loaded anew for it.
 */
export function plantGraphs(bugNamed: (name: string) => PlantedBug): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const mark = markOf(context.parentURL ?? '');
      const marked = mark !== '' && isOurs(resolved.url) && markOf(resolved.url) === '';
      return marked ? { ...resolved, url: resolved.url + mark } : resolved;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const mark = markOf(url);
      if (mark === '') return loaded;
      const bug = bugNamed(mark.slice(MARK.length));
      return planted(loaded, url === root + bug.file + mark, bug);
    },
  });
}

/** The address by which a module is imported with a bug. */
export function graphOf(module: URL, bug: string): string {
  return `${module.href}${MARK}${bug}`;
}

/** The path of the file that a bug is planted in. */
export function pathOf({ file }: PlantedBug): string {
  return fileURLToPath(root + file);
}

function markOf(url: string): string {
  const at = url.indexOf(MARK);
  return at < 0 ? '' : url.slice(at);
}

function planted<Loaded extends { source?: unknown }>(
  loaded: Loaded,
  isPlanted: boolean,
  bug: PlantedBug,
): Loaded {
  if (!isPlanted) return loaded;
  const source = Buffer.from(loaded.source as Uint8Array).toString('utf8');
  return { ...loaded, source: plant(source, bug) };
}
