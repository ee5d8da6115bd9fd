import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

const RULE = { Name: 'placed', EventBusName: 'shop' };
const MINUTE_MS = 60_000;

async function setUp(): Promise<ControlPlane> {
  const plane = new ControlPlane();
  await plane.bus();
  return plane;
}

const putRule = (input: object) =>
  new PutRuleCommand({ ...RULE, EventPattern: '{"source":["orders"]}', ...input });

describe('PutRule', () => {
  it('makes a rule that delivers', async () => {
    const plane = await setUp();
    expect(await plane.rule()).toEqual({ RuleArn: plane.arn('rule/shop/placed') });
    const queue = await plane.target();
    await plane.put();
    expect(queue.visible).toBe(1);
  });

  it('replaces the pattern of a rule, and keeps its targets', async () => {
    const plane = await setUp();
    await plane.rule({ EventPattern: '{"source":["other"]}' });
    const queue = await plane.target();
    await plane.put();
    expect(queue.visible).toBe(0);
    await plane.rule();
    await plane.put();
    expect(queue.visible).toBe(1);
  });

  it('forgets what a replaced rule said and the new one does not', async () => {
    const plane = await setUp();
    await plane.rule({ Description: 'first', State: 'DISABLED' });
    await plane.rule();
    const rule = await plane.call(new DescribeRuleCommand(RULE));
    expect(rule).toMatchObject({ State: 'ENABLED' });
    expect(rule).not.toHaveProperty('Description');
  });

  it('takes tags when it makes a rule, and not when it replaces one', async () => {
    const plane = await setUp();
    const { RuleArn } = await plane.rule({ Tags: [{ Key: 'team', Value: 'one' }] });
    await plane.rule({ Tags: [{ Key: 'team', Value: 'two' }] });
    const ResourceARN = String(RuleArn);
    expect(await plane.call(new ListTagsForResourceCommand({ ResourceARN }))).toEqual({
      Tags: [{ Key: 'team', Value: 'one' }],
    });
  });

  it('runs a schedule, until the rule is replaced by one without', async () => {
    const plane = new ControlPlane();
    const queue = plane.world.queue('ticks');
    plane.world.openToRules(queue);
    const bridge = plane.world.engines.eventbridge;
    const Name = 'tick';
    await plane.call(new PutRuleCommand({ Name, ScheduleExpression: 'rate(1 minute)' }));
    bridge.putTargets(bridge.ruleNamed(undefined, Name).rule, [
      { Id: 'q', Arn: queue.settings.arn },
    ]);
    await plane.world.pass(2.5 * MINUTE_MS);
    expect(queue.visible).toBe(2);
    await plane.call(new PutRuleCommand({ Name, EventPattern: '{"source":["x"]}' }));
    await plane.world.pass(2.5 * MINUTE_MS);
    expect(queue.visible).toBe(2);
  });

  it('changes nothing when the new pattern is not valid', async () => {
    const plane = await setUp();
    await plane.rule();
    const { name, message } = await plane.failure(
      putRule({ EventPattern: '{"detail":{"a":"b"}}' }),
    );
    expect(name).toBe('InvalidEventPatternException');
    expect(message).toBe('Event pattern is not valid. Reason: "a" must be an object or an array');
    expect(await plane.call(new DescribeRuleCommand(RULE))).toMatchObject({
      EventPattern: '{"source":["orders"]}',
    });
  });

  it.each([
    [
      { EventPattern: undefined },
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      { ScheduleExpression: 'rate(1 minute)' },
      'ScheduleExpression is supported only on the default event bus.',
    ],
    [
      { EventBusName: 'default', ScheduleExpression: 'rate(1 minutes)' },
      'Parameter ScheduleExpression is not valid.',
    ],
    [
      { Name: 'a b' },
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      { Name: '' },
      "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      { State: 'ON' },
      "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]",
    ],
  ])('refuses %j', async (input, message) => {
    const plane = await setUp();
    expect(await plane.failure(putRule(input))).toEqual({ name: 'ValidationException', message });
  });

  it('takes a name of 64 characters and refuses one of 65', async () => {
    const plane = await setUp();
    await plane.rule({ Name: 'a'.repeat(64) });
    const { message } = await plane.failure(putRule({ Name: 'a'.repeat(65) }));
    expect(message).toContain('Member must have length less than or equal to 64');
  });

  it('takes a pattern of 2,048 characters and refuses one of 2,049', async () => {
    const plane = await setUp();
    const pattern = (length: number) => `{"source":["${'a'.repeat(length - 15)}"]}`;
    await plane.rule({ EventPattern: pattern(2048) });
    expect(await plane.failure(putRule({ EventPattern: pattern(2049) }))).toMatchObject({
      name: 'LimitExceededException',
    });
  });

  it('makes 300 rules on a bus, and no more', async () => {
    const plane = await setUp();
    for (let n = 0; n < 300; n += 1) await plane.rule({ Name: `rule-${n}` });
    expect(await plane.failure(putRule({ Name: 'over' }))).toEqual({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
    expect(await plane.rule({ Name: 'rule-7' })).toHaveProperty('RuleArn');
  });

  it('needs the bus', async () => {
    const plane = new ControlPlane();
    expect(await plane.failure(putRule({}))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Event bus shop does not exist.',
    });
  });

  it.each([
    [{ RoleArn: 'arn:aws:iam::1:role/r' }, 'RoleArn of eventbridge:PutRule'],
    [
      { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
      'State ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS of a rule',
    ],
  ])('refuses %j by name, as it is not simulated', async (input, what) => {
    const plane = await setUp();
    expect(await plane.failure(putRule(input))).toEqual({
      name: 'NotSimulatedError',
      message: `not simulated: ${what}`,
    });
  });
});

describe('DescribeRule', () => {
  it('tells all that PutRule was given', async () => {
    const plane = await setUp();
    await plane.rule({ Description: 'of orders', State: 'DISABLED' });
    expect(await plane.call(new DescribeRuleCommand(RULE))).toEqual({
      Name: 'placed',
      Arn: plane.arn('rule/shop/placed'),
      EventPattern: '{"source":["orders"]}',
      State: 'DISABLED',
      Description: 'of orders',
      EventBusName: 'shop',
      CreatedBy: '111122223333',
    });
  });

  it('knows only rules that are there', async () => {
    const plane = await setUp();
    expect(await plane.failure(new DescribeRuleCommand(RULE))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Rule placed does not exist on EventBus shop.',
    });
  });
});

describe('EnableRule and DisableRule', () => {
  it('let a rule deliver, or not', async () => {
    const plane = await setUp();
    await plane.rule();
    const queue = await plane.target();
    await plane.call(new DisableRuleCommand(RULE));
    await plane.put();
    expect(queue.visible).toBe(0);
    await plane.call(new EnableRuleCommand(RULE));
    await plane.put();
    expect(queue.visible).toBe(1);
  });

  it('need the rule', async () => {
    const plane = await setUp();
    expect(await plane.failure(new EnableRuleCommand(RULE))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('DeleteRule', () => {
  it('takes a rule away that has no targets left', async () => {
    const plane = await setUp();
    await plane.rule();
    const queue = await plane.target();
    await plane.call(
      new RemoveTargetsCommand({ Rule: 'placed', EventBusName: 'shop', Ids: ['q'] }),
    );
    await plane.call(new DeleteRuleCommand(RULE));
    await plane.put();
    expect(queue.visible).toBe(0);
    expect(await plane.failure(new DescribeRuleCommand(RULE))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each([undefined, true])('keeps a rule that has targets, Force being %s', async (Force) => {
    const plane = await setUp();
    await plane.rule();
    await plane.target();
    expect(await plane.failure(new DeleteRuleCommand({ ...RULE, Force }))).toEqual({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
  });

  it('does not mind a rule that is not there', async () => {
    const plane = await setUp();
    expect(await plane.call(new DeleteRuleCommand(RULE))).toEqual({});
  });
});

describe('ListRules', () => {
  it('lists the rules of one bus by name, with a prefix, page by page', async () => {
    const plane = await setUp();
    for (const Name of ['b-2', 'b-1', 'a', 'b-3']) await plane.rule({ Name });
    const list = (input: object) =>
      plane.call(new ListRulesCommand({ EventBusName: 'shop', NamePrefix: 'b-', ...input }));
    const { Rules, NextToken } = await list({ Limit: 2 });
    expect(Rules).toMatchObject([{ Name: 'b-1', EventBusName: 'shop' }, { Name: 'b-2' }]);
    expect(await list({ Limit: 2, NextToken })).toMatchObject({ Rules: [{ Name: 'b-3' }] });
    expect(await plane.call(new ListRulesCommand({}))).toEqual({ Rules: [] });
  });
});
