import { compareRegistry, writeRegistry } from './contracts.ts';

/** `orderly contracts`: says where events/registry differs from the contracts, or writes it. Exit code. */
export async function contractsCommand(
  options: { write?: boolean },
  directory?: string,
): Promise<number> {
  if (options.write) {
    const files = await writeRegistry(directory);
    console.log(`${files.length} schemas written to events/registry`);
  }
  const differences = await compareRegistry(directory);
  for (const { file, problem } of differences) console.error(`events/registry/${file}: ${problem}`);
  if (differences.length === 0) console.log('events/registry says what the contracts say');
  return differences.length === 0 ? 0 : 1;
}
