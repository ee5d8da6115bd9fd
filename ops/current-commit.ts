import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The commit that runs, `-dirty` where files are changed; `unknown` where there is no repository. */
export async function currentCommit(): Promise<string> {
  try {
    const describe = ['describe', '--always', '--dirty', '--exclude=*'];
    const { stdout } = await promisify(execFile)('git', describe, { cwd: import.meta.dirname });
    return stdout.trim();
  } catch {
    // Not a repository, or no git: the verdict still stands.
    return 'unknown';
  }
}
