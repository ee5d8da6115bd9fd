import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A resource of a template, as far as tests look into it. */
export interface TemplateResource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** A template of a synthesis, and how to change it on disk. */
export interface TemplateFile {
  file: string;
  resources: Record<string, TemplateResource>;
  /** Writes `resources` back. */
  save(): Promise<void>;
}

/** Reads every stack's template of a cloud assembly. */
export async function templatesOf(assembly: string): Promise<TemplateFile[]> {
  const files = (await readdir(assembly)).filter((file) => file.endsWith('.template.json'));
  return Promise.all(
    files.map(async (file) => {
      const path = join(assembly, file);
      const template = JSON.parse(await readFile(path, 'utf8'));
      const save = () => writeFile(path, JSON.stringify(template));
      return { file, resources: template.Resources, save };
    }),
  );
}
