import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../lib/app.ts';
import { type StageConfig, stages } from '../../lib/config.ts';

/** What cdk-nag finds in a stage, as `rule at construct`. */
async function findingsIn(stage: StageConfig): Promise<string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'orderly-rules-'));
  try {
    const { app } = await buildApp({ stage, code: 'none', outdir });
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    return violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath, resourceLogicalId }) => {
        return `${ruleName} at ${constructPath ?? resourceLogicalId}`;
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

describe('cdk-nag AwsSolutions', () => {
  it.each([
    ['dev', stages.dev],
    ['prod', stages.prod],
    ['dev with customer managed keys', { ...stages.dev, encryption: 'customer-managed' as const }],
  ])('finds nothing that is not acknowledged in %s', async (_name, stage) => {
    expect(await findingsIn(stage)).toEqual([]);
  });
});
