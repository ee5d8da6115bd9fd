import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { entryOf } from './entry.ts';
import { verifiesTokens } from './environment.ts';
import type { Service } from './service.ts';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const FUNCTIONS = join(PROJECT, 'functions');

/** Bundles kept; older ones are deleted. One is some 15 MB. */
const KEPT_BUNDLES = 3;

/**
 * Bundles all functions of an app in one esbuild pass: one folder a function, with `index.js` alone in
 * it. Source maps lie beside them and are not shipped. If nothing they are made of has changed, the
 * folders of the last pass are used.
 */
export async function bundleFunctions(
  services: readonly Service[],
  cache: string = join(PROJECT, '.orderly', 'bundles'),
): Promise<ReadonlyMap<FunctionDefinition, string>> {
  const sources = services.flatMap(({ functions, functionsRoot = FUNCTIONS }) =>
    functions.map((definition) => ({
      definition,
      path: `${definition.service}/${definition.name}`,
      file: join(functionsRoot, definition.service, `${definition.name}.ts`),
    })),
  );
  const roots = [...new Set(services.map(({ functionsRoot = FUNCTIONS }) => functionsRoot))];
  const { version } = await import('esbuild');
  const bundle = join(cache, hashOf(sources, roots, version));
  if (!existsSync(bundle)) {
    await build(sources, bundle);
    deleteOldBundles(cache);
  }
  return new Map(sources.map(({ definition, path }) => [definition, join(bundle, 'code', path)]));
}

interface Source {
  definition: FunctionDefinition;
  /** `service/name`. */
  path: string;
  file: string;
}

/** Written aside and moved into place, so that a pass that breaks off leaves nothing that looks whole. */
async function build(sources: readonly Source[], bundle: string): Promise<void> {
  const esbuild = await import('esbuild');
  const unfinished = `${bundle}.${process.pid}`;
  const { outputFiles } = await esbuild.build({
    absWorkingDir: PROJECT,
    entryPoints: Object.fromEntries(sources.map(({ path }) => [`${path}/index`, `entry:${path}`])),
    outdir: join(unfinished, 'code'),
    plugins: [entries(sources)],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    // Errors are logged and counted by the name of their class.
    keepNames: true,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    const code = relative(join(unfinished, 'code'), path);
    const target = join(unfinished, path.endsWith('.map') ? 'maps' : 'code', code);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
  // The project's own package.json would have Node read the bundles as ES modules.
  writeFileSync(join(unfinished, 'package.json'), '{ "type": "commonjs" }\n');
  rmSync(bundle, { recursive: true, force: true });
  renameSync(unfinished, bundle);
}

/** Resolves `entry:service/name` to a module that exists only here. */
function entries(sources: readonly Source[]): Plugin {
  const runtime = join(FUNCTIONS, 'runtime');
  const texts = new Map(
    sources.map(({ path, definition, file }) => [path, entryOf(definition, file, runtime)]),
  );
  return {
    name: 'function-entries',
    setup(pass) {
      pass.onResolve({ filter: /^entry:/ }, ({ path }) => ({
        path: path.slice('entry:'.length),
        namespace: 'entry',
      }));
      pass.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path }) => ({
        contents: texts.get(path)!,
        loader: 'js',
        resolveDir: PROJECT,
      }));
    },
  };
}

function hashOf(sources: readonly Source[], roots: readonly string[], version: string): string {
  const hash = createHash('sha256').update(version);
  const folders = [...roots, join(PROJECT, 'events')];
  const files = [
    fileURLToPath(import.meta.url),
    fileURLToPath(new URL('entry.ts', import.meta.url)),
    join(PROJECT, 'package-lock.json'),
    ...folders.flatMap((folder) => filesIn(folder)),
  ];
  // What a stage changes of a definition shows in its entry alone.
  for (const { path, definition } of sources) {
    hash.update(`${path}\0${verifiesTokens(definition)}\0`);
  }
  for (const file of files) {
    hash
      .update(`${relative(PROJECT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function deleteOldBundles(cache: string): void {
  const bundles = readdirSync(cache)
    .map((name) => ({ name, changedMs: statSync(join(cache, name)).mtimeMs }))
    .sort((a, b) => b.changedMs - a.changedMs);
  for (const { name } of bundles.slice(KEPT_BUNDLES)) {
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}
