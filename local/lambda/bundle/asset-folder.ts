import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotSimulatedError } from '../../errors.ts';

interface FileAsset {
  source?: { path?: string; packaging?: string };
  destinations?: Record<string, { objectKey?: string }>;
}

interface AssetManifest {
  files?: Record<string, FileAsset>;
}

/**
 * The folders of a cloud assembly's assets, by the key under which a deployment would put them into S3. Keys hold the
 * hash of the content, so one is enough whatever the bucket. Cloud assembly schema, FileManifestEntry.
 */
export function assetFolders(assembly: string): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const name of readdirSync(assembly, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.assets.json')) continue;
    const { files = {} } = JSON.parse(readFileSync(join(assembly, name), 'utf8')) as AssetManifest;
    for (const file of Object.values(files)) addFolder(folders, join(assembly, name, '..'), file);
  }
  return folders;
}

function addFolder(
  folders: Map<string, string>,
  base: string,
  { source, destinations = {} }: FileAsset,
): void {
  if (source?.packaging !== 'zip' || source.path === undefined) return;
  for (const { objectKey } of Object.values(destinations)) {
    if (objectKey !== undefined) folders.set(objectKey, join(base, source.path));
  }
}

/** The folder of an asset; throws NotSimulatedError if the assembly does not hold it. */
export function assetFolder(folders: ReadonlyMap<string, string>, key: string): string {
  const folder = folders.get(key);
  if (folder === undefined) throw new NotSimulatedError(`code ${key}, which is no asset folder`);
  return folder;
}
