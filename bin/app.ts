#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// The CDK loads three times as fast from the compile cache, which must be on before the first import.
enableCompileCache();

const { App, Validations } = await import('aws-cdk-lib/core');
const { buildApp } = await import('../lib/app.ts');
const { StageError, stageNamed } = await import('../lib/config.ts');

/**
 * The CDK app: `cdk synth`, `diff`, `deploy` and `destroy` run it. Context: `stage` (default `dev`). Unless
 * validation is off (CDK_VALIDATION=false), cdk-nag checks the templates beside the CDK's own rules.
 */
async function main(): Promise<void> {
  const app = new App();
  const stage = stageNamed(String(app.node.tryGetContext('stage') ?? 'dev'));
  await buildApp({ app, stage, code: 'bundle' });
  if (process.env.CDK_VALIDATION !== 'false') {
    const { AwsSolutionsChecks } = await import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  }
  app.synth();
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
