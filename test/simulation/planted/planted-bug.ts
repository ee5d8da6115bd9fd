/** A mistake that somebody could make, as a change of one module's source text. */
export interface PlantedBug {
  /** Kebab-case; what the module does with the bug. */
  name: string;
  /** From the project's root. */
  file: string;
  /** Occurs exactly once in the file. */
  replaces: string;
  by: string;
  /** What goes wrong, as one sentence. */
  wrong: string;
}

/** The source with the bug in it; throws if the text to replace is not there exactly once. */
export function plant(source: string, { name, file, replaces, by }: PlantedBug): string {
  const parts = source.split(replaces);
  if (parts.length !== 2) {
    const times = parts.length - 1;
    throw new Error(`The planted bug ${name} replaces what occurs ${times} times in ${file}`);
  }
  return parts.join(by);
}
