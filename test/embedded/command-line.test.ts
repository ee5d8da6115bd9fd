import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../bin/orderly.ts', import.meta.url));
const RUN_REFERENCE = new URL('../../docs/reference/run.md', import.meta.url);

let folder: string;
const launched: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderly-command-line-'));
});

afterAll(async () => {
  for (const child of launched) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Starts `orderly` with these arguments, and reads what it prints line by line. */
function launch(...commandLine: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...commandLine], { cwd: folder });
  launched.push(child);
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const watchers = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout.push(line);
    for (const watcher of watchers) watcher();
  });
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  /** The first line that matches, now or later; none if the command ends without it. */
  const line = (pattern: RegExp): Promise<string | undefined> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = stdout.find((text) => pattern.test(text));
        if (found !== undefined) resolve(found);
      };
      watchers.add(look);
      look();
      void ended.then(() => resolve(undefined));
    });
  return { child, stdout, stderr, ended, line };
}

/** Runs `orderly` to its end. */
async function orderly(...commandLine: string[]) {
  const { stdout, stderr, ended } = launch(...commandLine);
  return { code: await ended, stdout, stderr };
}

/** The fields that the reference of `run` tells of. */
async function documentedFields(): Promise<string[]> {
  const text = await readFile(RUN_REFERENCE, 'utf8');
  const [, table = ''] = text.split('| field | |');
  const names = table
    .split('\n')
    .flatMap((row) => row.split('|')[1]?.match(/(?<=`)\w+(?=`)/g) ?? []);
  return names.sort();
}

describe('orderly run', () => {
  it('ends with the summary alone on standard output, and reports what it could not place', async () => {
    const orders = join(folder, 'orders.txt');
    const lines = [
      '4 1 19970101 2 29.33\n',
      '4 1 19970101 two 29.33\n',
      '4 1 19970101 2 29.33\r\n',
      '\r\n',
      '18 2 19970104 1 14.96\r\n',
      '21 3 19970101 3 63.34',
    ];
    await writeFile(orders, lines.join(''));
    const { code, stdout, stderr } = await orderly('run', '--orders', orders, '--json');
    expect(stderr).toEqual([
      'line 2 number of CDs "two" is not between 1 and 9999',
      'line 4 is empty',
    ]);
    expect(stdout).toHaveLength(1);
    const summary = JSON.parse(stdout[0]!);
    expect(Object.keys(summary).sort()).toEqual(await documentedFields());
    expect(summary).toMatchObject({
      placed: 4,
      fulfilled: 4,
      cancelled: 0,
      cancelledBy: {},
      inFlight: 0,
      dlq: 0,
      malformed: 2,
      refused: 0,
      fileTotal: 2 * 2_933 + 1_496 + 6_334,
      placedTotal: 2 * 2_934 + 1_496 + 6_333,
      charged: summary.fulfilledTotal,
      stock: { received: 75, available: 67, reserved: 0, shipped: 8 },
    });
    expect(code).toBe(0);
  });

  it('verifies on a virtual clock that a second delivery of everything changes nothing', async () => {
    const orders = join(folder, 'one.txt');
    await writeFile(orders, '4 1 19970101 2 29.33\n');
    const { code, stdout } = await orderly('run', '--virtual', '--verify', '--orders', orders);
    expect(stdout).toContain('nothing changed');
    expect(stdout).toContainEqual(expect.stringMatching(/^charged +\$29\.34, refunded \$0\.00$/));
    expect(code).toBe(0);
  });

  it('says in one line that there is no such file', async () => {
    const { code, stdout, stderr } = await orderly('run', '--orders', 'no-such-file.txt', '--json');
    expect(stderr).toEqual([
      expect.stringMatching(/^orderly: The order file no-such-file\.txt cannot be read: ENOENT/),
    ]);
    expect(stdout).toEqual([]);
    expect(code).toBe(2);
  });

  it('names an option that it does not have, and shows those it has', async () => {
    const { code, stdout, stderr } = await orderly('run', '--fast');
    expect(stderr[0]).toBe("error: unknown option '--fast'");
    expect(stderr).toContain('Usage: orderly run [options]');
    expect([code, stdout]).toEqual([2, []]);
  });
});

describe('orderly contracts', () => {
  it('finds that the registry says what the contracts say', async () => {
    const { code, stdout, stderr } = await orderly('contracts');
    expect(stdout).toEqual(['events/registry says what the contracts say']);
    expect([code, stderr]).toEqual([0, []]);
  });
});

describe('orderly republish', () => {
  it('refuses a range that ends before it begins', async () => {
    const range = ['--from', '2026-01-02T00:00:00Z', '--to', '2026-01-01T00:00:00Z'];
    const { code, stdout, stderr } = await orderly('republish', ...range);
    expect(stderr).toEqual(['orderly: --from must be before --to']);
    expect([code, stdout]).toEqual([2, []]);
  });
});

describe('orderly --help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await orderly('--help');
    const listed = stdout.flatMap((line) => /^ {2}([a-z]+) (?:\[|\s)/.exec(line)?.[1] ?? []);
    const commands = ['start', 'cloud', 'run', 'simulate', 'republish', 'contracts', 'fidelity'];
    expect(listed).toEqual([...commands, 'help']);
    expect(code).toBe(0);
  });
});

describe('orderly start', () => {
  let start: ReturnType<typeof launch>;
  let url: string;
  let headers: Record<string, string>;

  beforeAll(async () => {
    start = launch('start', '--port', '0');
    url = /on (http:\S+);/.exec((await start.line(/running on/)) ?? '')![1]!;
    const token = (await start.line(/^ {2}TOKEN=/))!.trim().slice('TOKEN='.length);
    headers = { authorization: `Bearer ${token}` };
    await start.line(/curl .*\/stock\//);
  });

  it('prints where it runs, and curl lines for it', async () => {
    const curls = start.stdout.filter((line) => line.includes('curl'));
    expect(curls).toHaveLength(4);
    expect(curls.filter((curl) => !curl.includes(` ${url}/`))).toEqual([]);
    const health = await fetch(`${url}/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
  });

  it('takes the order of the printed lines with the printed token', async () => {
    const printed = start.stdout.join('\n');
    const key = /idempotency-key: ([\w-]+)/.exec(printed)![1]!;
    const placed = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': key, 'content-type': 'application/json' },
      body: /-d '([^']+)'/.exec(printed)![1],
    });
    expect(placed.status).toBe(202);
    const order = await fetch(new URL(placed.headers.get('location')!, url), { headers });
    expect(await order.json()).toMatchObject({ total: { amount: 2_934, currency: 'USD' } });
  });

  it('places the real orders meanwhile, and says how soon the first was settled', async () => {
    expect(await start.line(/^first order settled/)).toMatch(/ \d+\.\d\d s after the start$/);
  });

  it('says in one line that its port is taken', async () => {
    const { port } = new URL(url);
    const { code, stderr } = await orderly('start', '--port', port);
    expect(stderr).toEqual([`orderly: Port ${port} is in use; choose another one with --port`]);
    expect(code).toBe(2);
  });

  it('ends when it is interrupted, with its last figures', async () => {
    start.child.kill('SIGINT');
    expect(await start.ended).toBe(0);
    expect(start.stdout.at(-1)).toBe('stopped');
    expect(start.stdout.at(-2)).toMatch(/^placed \d+ .*DLQs 0 /);
    expect(start.stderr).toEqual([]);
  });
});
