import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realTime, virtualTime } from '../../local/scheduler.ts';
import { openOrders, SHIPPED_ORDERS } from '../../ops/order-source.ts';
import { OrderRun } from '../../simulation/run/order-run.ts';
import { bringUp, type Synthesis, synthesize } from '../../simulation/world.ts';
import { START_MS } from '../acceptance/embedded-target.ts';
import { EmbeddedPlatform } from './embedded-platform.ts';
import { type TemplateFile, templatesOf } from './templates.ts';

interface Statement {
  Action: string | string[];
}

/** One statement of one policy, by which the templates permit something. */
interface Grant {
  template: TemplateFile;
  logicalId: string;
  statements: Statement[];
  statement: Statement;
}

let synthesis: Synthesis;
let grants: Grant[];

beforeAll(async () => {
  synthesis = await synthesize();
  const templates = await templatesOf(synthesis.assembly);
  grants = templates.flatMap((template) =>
    Object.entries(template.resources).flatMap(([logicalId, { Properties }]) => {
      const { PolicyDocument } = Properties as { PolicyDocument?: { Statement: Statement[] } };
      const statements = PolicyDocument?.Statement ?? [];
      return statements
        .filter(isAllowed)
        .map((statement) => ({ template, logicalId, statements, statement }));
    }),
  );
});

afterAll(() => synthesis.discard());

const isAllowed = (statement: object): boolean =>
  'Effect' in statement && statement.Effect === 'Allow';

/** Everything the platform does: each kind of order and end, each route, a sweep of old intents. */
const doEverything = async (platform: EmbeddedPlatform): Promise<void> => {
  await platform.stock('GRANT-1', 100);
  await platform.stock('GRANT-2', 1);
  const orderId = await platform.place('GRANT-1');
  await platform.place('GRANT-2', 5);
  await platform.place('GRANT-1', 1, 'tok_declined');
  await platform.place('GRANT-1', 1, 'tok_capture_refused');
  await platform.cancel(await platform.place('GRANT-1'));
  await platform.place('GRANT-1', 1, 'tok_outage');
  await platform.poisonEveryConsumer();
  await platform.settle();
  await platform.order(orderId);
  const staff = await platform.staff();
  await platform.send('GET', '/stock/GRANT-1', { token: staff });
  await platform.send('GET', '/health');
  await platform.sleep(2_400_000);
  await platform.settle();
};

describe('a template without one of its grants', () => {
  it('makes the run fail with AccessDenied naming action, resource and caller', async () => {
    expect(grants.length).toBeGreaterThan(60);
    const survivors: string[] = [];
    for (const { template, logicalId, statements, statement } of grants) {
      const index = statements.indexOf(statement);
      statements.splice(index, 1);
      await template.save();
      const failure = await EmbeddedPlatform.bringUp(synthesis)
        .then(doEverything)
        .then(
          () => 'none',
          (error: Error) => error.message,
        );
      statements.splice(index, 0, statement);
      await template.save();
      const denied = /is not authorized to perform: \S+ on resource: \S+/.test(failure);
      if (!denied) survivors.push(`${template.file} ${logicalId} ${statement.Action}: ${failure}`);
    }
    expect(survivors).toEqual([]);
  }, 120_000);

  it('ends a run of orders at once, on either clock', async () => {
    const grant = grants.find(({ logicalId, statement }) =>
      `${logicalId} ${statement.Action}`.match(/openshipment.*UpdateItem/),
    );
    const { template, statements, statement } = grant!;
    const index = statements.indexOf(statement);
    statements.splice(index, 1);
    await template.save();
    for (const time of [virtualTime(START_MS), realTime(() => Date.now())]) {
      const world = await bringUp(synthesis, { time, seed: 1, latency: 'none' });
      const placing = new OrderRun(world).place(await openOrders(SHIPPED_ORDERS));
      await expect(placing).rejects.toThrow(/open-shipment is not authorized.*dynamodb:UpdateItem/);
      world.cloud.stop();
    }
    statements.splice(index, 0, statement);
    await template.save();
  });
});
