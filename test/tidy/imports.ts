import type { Exception, Layer } from './import-table.ts';
import { type SourceFile, withoutComments } from './source-files.ts';

/** One import of a file: what it names, and whether only types of it. */
export interface Import {
  /** A path of the project, or a package. */
  target: string;
  isPackage: boolean;
  typeOnly: boolean;
}

const STATIC = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;=()]*?\sfrom\s+)?'([^'\n]+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^'\n]+)'\s*\)(\.\w)?/g;

/** The imports of a file, dynamic ones included. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const code = withoutComments(text);
  const statics = [...code.matchAll(STATIC)].map(([, type, name]) => ({ name, type }));
  const dynamics = [...code.matchAll(DYNAMIC)].map(([, name]) => ({ name, type: undefined }));
  return [...statics, ...dynamics].map(({ name, type }) => {
    const isPackage = !name!.startsWith('.');
    const target = isPackage ? name! : resolve(path, name!);
    return { target, isPackage, typeOnly: type !== undefined };
  });
}

/** The imports that the table does not allow, each as a sentence. */
export function brokenImports(
  files: readonly SourceFile[],
  layers: readonly Layer[],
  exceptions: readonly Exception[] = [],
): string[] {
  return files.flatMap((file) => {
    const layer = layers.find(({ files }) => pathsOf(files, file.path).test(file.path));
    if (!layer) return [`${file.path} belongs to no layer`];
    const more = exceptions.find((exception) => exception.file === file.path)?.may ?? [];
    return importsOf(file)
      .filter((one) => !isAllowed(one, layer, file.path) && !isAmong(more, one, file.path))
      .map(({ target }) => `${file.path} may not import ${target}`);
  });
}

/** The exceptions that nothing needs any more. */
export function staleExceptions(
  files: readonly SourceFile[],
  exceptions: readonly Exception[],
): string[] {
  return exceptions.flatMap(({ file, may }) => {
    const imports = files.filter(({ path }) => path === file).flatMap(importsOf);
    return may
      .filter((allowed) => !imports.some((one) => isAmong([allowed], one, file)))
      .map((allowed) => `${file} does not import ${allowed}`);
  });
}

/** The cycles among files, each as the path around; imports of types alone make none. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly }) => (typeOnly ? [] : target)),
    ]),
  );
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
      return;
    }
    if (finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
}

function isAllowed(one: Import, layer: Layer, from: string): boolean {
  if (!one.isPackage) {
    return isAmong(layer.may, one, from) && !isAmong(layer.except ?? [], one, from);
  }
  const names = [...layer.packages, ...(one.typeOnly ? (layer.types ?? []) : [])];
  return names.some((name) =>
    /[/:]$/.test(name)
      ? one.target.startsWith(name)
      : one.target === name || one.target.startsWith(`${name}/`),
  );
}

function isAmong(paths: readonly string[], { target, isPackage }: Import, from: string): boolean {
  return !isPackage && paths.some((path) => pathsOf(path, from).test(target));
}

/** A path of the table as a pattern; `<service>` is the service that `from` belongs to. */
function pathsOf(path: string, from: string): RegExp {
  const service = /^functions\/(?!runtime\/)([^/]+)\//.exec(from)?.[1] ?? '(?!)';
  const pattern = path.replaceAll('.', '\\.').replace('<service>', service);
  return new RegExp(path.endsWith('/') ? `^${pattern}` : `^${pattern}$`);
}

function resolve(from: string, name: string): string {
  const root = 'file:///';
  return decodeURI(new URL(name, `${root}${from}`).href.slice(root.length));
}
