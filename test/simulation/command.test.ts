import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate-command.ts';

const COMMAND = fileURLToPath(new URL('../../bin/orderly.ts', import.meta.url));

/** Node starts, and each thread synthesizes the stacks; a busy machine takes its time. */
const TIMEOUT_MS = 120_000;

/** The members of the last line with `--json`, in their order. */
const FIGURES = [
  ...['seeds', 'orders', 'violations', 'faults', 'calls'],
  ...['ordersPerSecond', 'virtualHours', 'traceHash'],
];

describe('orderly simulate', { timeout: TIMEOUT_MS }, () => {
  it('comes to the same, trace by trace, on one thread of a process and on two of another', async () => {
    // Seed 8 is looked at thoroughly.
    const seeds = ['--from', '7', '--seeds', '3', '--orders', '6', '--json'];
    const [one, two] = [
      await simulate([...seeds, '--threads', '1']),
      await simulate([...seeds, '--threads', '2']),
    ];
    expect(one.code).toBe(0);
    expect(Object.keys(one.json())).toEqual(FIGURES);
    const { ordersPerSecond: _one, ...first } = one.json();
    const { ordersPerSecond: _two, ...second } = two.json();
    expect(first).toMatchObject({ seeds: 3, violations: [] });
    expect(Object.keys(first['faults'] as object).length).toBeGreaterThan(40);
    expect(first.traceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toEqual(first);
  });

  it('comes to the same for one seed alone', async () => {
    const [alone, campaign] = [
      await simulate(['--seed', '2', '--orders', '4', '--json']),
      await simulate(['--from', '2', '--seeds', '1', '--orders', '4', '--json']),
    ];
    const { ordersPerSecond: _one, ...first } = alone.json();
    const { ordersPerSecond: _two, ...second } = campaign.json();
    expect(first).toEqual(second);
  });

  it('says what failed in a thread and does not fail again', async () => {
    const bug = { bug: 'captured-at-once', inThreads: true };
    const { code, stdout } = await simulate(['--seeds', '2', '--orders', '4'], bug);
    expect(code).toBe(1);
    expect(stdout).toContain('seed 1 does not fail when it is run again; it failed with');
    expect(stdout).toMatch(/seed 1: guarantee 2, charged-once: \w+ was charged before/);
    expect(stdout).toContain('npx orderly simulate --from 1 --seeds 1 --orders 4');
    expect(stdout).toMatch(/^failed seeds {7}1, 2$/m);
  });

  it('names the seeds that break their thread, and keeps what the others came to', async () => {
    const seeds = ['--seeds', '4', '--orders', '4', '--threads', '1', '--json'];
    const { code, stderr, json } = await simulate(seeds, { breaking: true });
    expect(code).toBe(1);
    const { violations, ...figures } = json();
    expect(violations).toMatchObject([
      { seed: 2, invariant: 'runs-to-its-end', message: 'broke: Error: out of luck' },
      { seed: 3, invariant: 'runs-to-its-end', message: 'broke: Error: it exited with code 9' },
    ]);
    expect(figures).toMatchObject({ seeds: 4, orders: 8 });
    expect(stderr).toContain('npx orderly simulate --from 2 --seeds 1 --orders 4');
  });

  it('prints what there is after Ctrl-C, and ends with 130', async () => {
    const child = spawn(process.execPath, [COMMAND, 'simulate', '--json', '--threads', '1']);
    const [ended, stdout, stderr] = [once(child, 'close'), text(child.stdout), text(child.stderr)];
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    const figures = JSON.parse((await stdout).trim().split('\n').at(-1)!);
    expect(Object.keys(figures)).toEqual(FIGURES);
    expect(figures.seeds).toBeLessThan(20_000);
    expect(await stderr).toContain(`interrupted after ${figures.seeds} of 20000 seeds`);
  });

  it.each([
    ['--seeds', '0'],
    ['--orders', 'many'],
    ['--plan', 'there-is-no-such-plan.json'],
  ])('ends with 2 for %s %s', async (...options) => {
    const { code, stderr } = await simulate(options);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
  });
});
