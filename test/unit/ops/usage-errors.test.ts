import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../../bin/orderly.ts', import.meta.url));

/** Nothing is reached: no endpoint of AWS, and no region. */
const env = { PATH: process.env.PATH, TZ: 'America/New_York', AWS_EC2_METADATA_DISABLED: 'true' };

/** Runs `orderly` to its end. */
function orderly(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const words = line === '' ? [] : line.split(' ').map((word) => word.replaceAll('_', ' '));
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Each call with what its first line tells; a word is written with _ for a space. */
const wrong: Record<string, [call: string, told: string][]> = {
  '': [
    ['', 'Usage: orderly'],
    ['nonsense', "unknown command 'nonsense'"],
    ['--fast', "unknown option '--fast'"],
  ],
  start: [
    ['start --port 65536', 'a port is an integer from 0 to 65535'],
    ['start --port', "option '--port <port>' argument missing"],
    ['start now', 'too many arguments'],
  ],
  cloud: [
    ['cloud --port 80.5', 'a port is an integer'],
    ['cloud --port -1', 'a port is an integer'],
    ['cloud --port 0x50', 'a port is an integer'],
    ['cloud --account 12345678901', 'an account has twelve digits'],
    ['cloud --region nowhere', 'a region is written like'],
  ],
  run: [['run --orders', "option '--orders <file>' argument missing"]],
  simulate: [
    ['simulate --seeds 0', 'an integer of at least 1'],
    ['simulate --seeds 1.5', 'an integer of at least 1'],
    ['simulate --seed -3', 'an integer of at least 1'],
    ['simulate --orders 1e3', 'an integer of at least 1'],
    ['simulate --from 9007199254740992', 'an integer of at least 1'],
    ['simulate --threads _4', 'an integer of at least 1'],
    ['simulate --seed 1 --twice', 'orderly: --twice is for a campaign'],
  ],
  republish: [
    ['republish --to 2026-01-01T00:00:00Z', "required option '--from <instant>' not specified"],
    ['republish --from foo_1 --to 2026-01-01T00:00:00Z', 'an instant is written like'],
    ['republish --from 2026-01-01T00:00:00Z --to 2026-02-30T00:00:00Z', 'an instant is written'],
    [
      'republish --from 2026-01-01T01:00:00+01:00 --to 2026-01-01T00:00:00Z',
      'orderly: --from must be before --to',
    ],
    [
      'republish --from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z --stage nowhere',
      'orderly: There is no stage "nowhere"',
    ],
  ],
  contracts: [['contracts --read', "unknown option '--read'"]],
  fidelity: [['fidelity --json', "unknown option '--json'"]],
};

describe('a call that its user can mend', () => {
  it('is known of every command', async () => {
    const { stdout } = await orderly('--help');
    const listed = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
    expect(listed).toEqual([...Object.keys(wrong).slice(1), 'help']);
  });

  it.each(Object.values(wrong).flat())(
    'ends with 2, one line that says why, and nothing done: orderly %s',
    async (call, told) => {
      const { code, stdout, stderr } = await orderly(call);
      expect(stderr.split('\n')[0]).toContain(told);
      expect([code, stdout]).toEqual([2, '']);
      if (stderr.startsWith('orderly: ')) expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );
});

describe('a call that fails', () => {
  it('ends with 1 and the whole of the error', async () => {
    const window = '--from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z';
    const { code, stdout, stderr } = await orderly(`republish ${window}`);
    expect(stderr).toContain('Region is missing');
    expect(stderr).toMatch(/^ {4}at /m);
    expect([code, stdout]).toEqual([1, '']);
  });
});
