import {
  DisableRuleCommand,
  EnableRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../../../lib/names.ts';
import type { Service } from '../../../lib/service.ts';
import { payments } from '../../../lib/stacks/payments.ts';
import { checkDeployment } from '../../acceptance/check-deployment.ts';
import { EmbeddedTarget } from '../../acceptance/embedded-target.ts';

const { clients, stage } = await EmbeddedTarget.start();
const rule = namesOf(stage.name).rule('payments', 'sweep-intents');
const scheduled: Service = {
  ...{ name: 'payments', description: '', tables: {} },
  functions: payments.functions.filter(({ trigger }) => trigger.kind === 'schedule'),
};
const check = () => checkDeployment({ clients, stage, services: [scheduled], apis: {} });

describe('a schedule that is said to be deployed', () => {
  it('is there when its rule is switched on and calls the function', async () => {
    expect(scheduled.functions).toHaveLength(1);
    await expect(check()).resolves.toBeUndefined();
  });

  it('is missed when its rule is switched off, or calls nothing', async () => {
    await clients.eventbridge.send(new DisableRuleCommand({ Name: rule }));
    await expect(check()).rejects.toThrow(`the schedule of rule ${rule}`);
    await clients.eventbridge.send(new EnableRuleCommand({ Name: rule }));
    await clients.eventbridge.send(new RemoveTargetsCommand({ Rule: rule, Ids: ['Function'] }));
    await expect(check()).rejects.toThrow(`the function as a target of rule ${rule}`);
  });
});
