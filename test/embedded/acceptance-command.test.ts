import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../acceptance/run.ts', import.meta.url));

const run = (commandLine: readonly string[], variables: NodeJS.ProcessEnv = {}) => {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...commandLine], {
    env,
  });
  return { status, stdout: String(stdout), lines: String(stderr).trimEnd().split('\n') };
};

describe('npm run acceptance', () => {
  it.each([
    ['a target there is not', ['--target', 'nowhere'], 'there is no target "nowhere"'],
    ['an option there is not', ['--fast'], "Unknown option '--fast'"],
    ['a stage there is not', ['--stage', 'qa'], 'There is no stage "qa"'],
  ])('says in one line what is wrong with %s, and does nothing', (_what, commandLine, reason) => {
    const { status, stdout, lines } = run(commandLine);
    expect(lines).toEqual([expect.stringContaining(`acceptance: ${reason}`)]);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('takes nothing for AWS that the environment puts in its place', () => {
    const { status, lines } = run(['--target', 'aws'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect(lines).toEqual([expect.stringContaining('acceptance: AWS_ENDPOINT_URL is')]);
    expect(status).toBe(2);
  });
});
