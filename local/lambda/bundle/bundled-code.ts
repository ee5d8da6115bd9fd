import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotSimulatedError } from '../../errors.ts';
import type { CodeSource } from '../handler.ts';
import { assetFolder, assetFolders } from './asset-folder.ts';
import type { WorkerHost } from './worker-host.ts';

interface FunctionProperties {
  Code?: { S3Key?: string; ZipFile?: string };
  Handler?: string;
  Runtime?: string;
}

/**
 * The functions of a cloud assembly as they would be deployed: the bundles in its asset folders, each environment in a
 * thread of the host. Throws NotSimulatedError for code that is neither an asset nor inline, and for other runtimes than
 * Node's.
 */
export function bundledCode(assembly: string, host: WorkerHost): CodeSource {
  const folders = assetFolders(assembly);
  return ({ properties, attributes }) => {
    const { Code = {}, Handler = '', Runtime = '' } = properties as FunctionProperties;
    const folder = folderOf(Code, folders, host);
    const functionArn = attributes['Arn'] ?? '';
    return host.code({ folder, handler: Handler, runtime: Runtime, functionArn });
  };
}

function folderOf(
  { S3Key, ZipFile }: NonNullable<FunctionProperties['Code']>,
  folders: ReadonlyMap<string, string>,
  host: WorkerHost,
): string {
  if (S3Key !== undefined) return assetFolder(folders, S3Key);
  if (ZipFile === undefined)
    throw new NotSimulatedError('code that is neither an asset nor inline');
  const folder = host.makeFolder();
  writeFileSync(join(folder, 'index.js'), ZipFile);
  return folder;
}
