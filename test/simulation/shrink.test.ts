import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../simulation/shrink/plan.ts';
import { simulate } from './simulate-command.ts';

/** Node starts, synthesizes the stacks and runs some fifty small seeds; a busy machine takes its time. */
const TIMEOUT_MS = 120_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orderly-test-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a failure', { timeout: TIMEOUT_MS }, () => {
  it('is reduced to a few orders and faults, told, and replayed from its plan', async () => {
    const planted = { folder, bug: 'failed-entries-unread' };
    const failed = await simulate(['--seed', '1', '--orders', '12', '--shrink'], planted);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/reduced to [1-3] orders? and [1-3] faults? .*in \d+ runs/);
    expect(failed.stdout).toMatch(/\d s {2}fault {3}put-events-/);
    expect(failed.stdout).toContain('npx orderly simulate --plan simulation-1.json');
    const plan = JSON.parse(await readFile(join(folder, 'simulation-1.json'), 'utf8')) as Plan;

    const again = await simulate(['--plan', 'simulation-1.json', '--json'], planted);
    expect(again.code).toBe(1);
    expect(again.json().violations[0]?.invariant).toBe(plan.violates);

    const mended = await simulate(['--plan', 'simulation-1.json'], { folder });
    expect(mended.code).toBe(0);
    expect(mended.stderr).toContain(`was written for a violation of ${plan.violates}`);
  });
});
