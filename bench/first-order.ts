import { spawn } from 'node:child_process';
import { ratio } from './ratio.ts';

/** The longest that a command may take, its end included. */
const LIMIT_MS = 120_000;

/** How long `npm start` takes to the first settled order, beside npm starting a script that does nothing. */
export async function benchFirstOrder(): Promise<void> {
  const [first, bare] = [await firstSettledMs(), await bareNodeMs()];
  console.log(
    `npm start to the first settled order  ${first.toFixed(0)} ms  (${ratio(first, bare)} of npm starting an empty script)`,
  );
}

/** From the command to the line that tells of a settled order; started once before, so that it is warm. */
async function firstSettledMs(): Promise<number> {
  const once = () => untilLine('npm', ['start', '--', '--port', '0'], /first order settled/);
  await once();
  return once();
}

function bareNodeMs(): Promise<number> {
  return untilLine('npm', ['exec', '--', 'node', '-e', 'console.log("started")'], /started/);
}

/** Milliseconds until a command prints `line`; it is interrupted then, and waited for. What hangs is killed. */
function untilLine(command: string, args: string[], line: RegExp): Promise<number> {
  const startMs = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  return new Promise((resolve, reject) => {
    let output = '';
    let foundMs: number | undefined;
    const limit = setTimeout(() => {
      reject(new Error(`${command} has not come to its end in ${LIMIT_MS / 1_000} s: ${output}`));
      // Nothing to kill if only its pipe is open still.
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
    }, LIMIT_MS);
    child.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (foundMs !== undefined || !line.test(output)) return;
      foundMs = performance.now() - startMs;
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGINT');
    });
    child.once('close', () => {
      clearTimeout(limit);
      if (foundMs !== undefined) resolve(foundMs);
      else reject(new Error(`${command} ended without ${line}: ${output}`));
    });
  });
}
