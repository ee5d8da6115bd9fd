import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import { bundleFunctions } from '../../lib/bundling.ts';
import { stages } from '../../lib/config.ts';
import { partsOf } from '../../lib/service.ts';
import { services } from '../../lib/services.ts';
import { platform } from '../../lib/stacks/platform.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { synthesize } from './synthesis.ts';

const cache = mkdtempSync(join(tmpdir(), 'orderly-bundles-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const project = [
  platform,
  ...services.map((service) => ({ ...service, ...partsOf(service, stages.dev) })),
];

/** The text of each function's bundle, by `service/name`. */
function textsOf(directories: ReadonlyMap<FunctionDefinition, string>): Map<string, string> {
  return new Map(
    [...directories].map(([{ service, name }, directory]) => [
      `${service}/${name}`,
      readFileSync(join(directory, 'index.js'), 'utf8'),
    ]),
  );
}

describe('adding the loyalty service', () => {
  it('adds one stack and changes no template of another', async () => {
    const before = await synthesize();
    const after = await synthesize(stages.dev, { extraServices: [loyalty] });
    const added = after.stacks.filter(
      ({ name }) => !before.stacks.some((one) => one.name === name),
    );
    expect(added.map(({ name }) => name)).toEqual(['orderly-dev-loyalty']);
    for (const { name, text } of before.stacks) {
      expect(after.stacks.find((stack) => stack.name === name)!.text).toBe(text);
    }
  });

  it('deploys its consumer with queue, DLQs, rule, table and no API', async () => {
    const { of } = await synthesize(stages.dev, { extraServices: [loyalty] });
    const stack = of('loyalty');
    const [, rule] = stack.one('AWS::Events::Rule', 'Name', 'orderly-dev-loyalty-count-points');
    expect(rule.Properties['EventPattern']).toEqual({
      source: ['orderly.fulfilment'],
      'detail-type': ['OrderFulfilled'],
    });
    expect(stack.all('AWS::SQS::Queue')).toHaveLength(3);
    expect(
      stack.one('AWS::DynamoDB::Table', 'TableName', 'orderly-dev-loyalty-points'),
    ).toBeDefined();
    expect(stack.all('AWS::ApiGateway::RestApi')).toEqual([]);
  });

  it('adds one asset and changes no byte of another', async () => {
    const before = textsOf(await bundleFunctions(project, cache));
    const after = textsOf(await bundleFunctions([...project, loyalty], cache));
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual(['loyalty/count-points']);
    for (const [name, text] of before) expect(after.get(name) === text, name).toBe(true);
  });
});
