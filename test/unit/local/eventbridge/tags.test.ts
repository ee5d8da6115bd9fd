import {
  CreateEventBusCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

async function setUp() {
  const plane = new ControlPlane();
  const Tags = [{ Key: 'team', Value: 'shop' }];
  await plane.call(new CreateEventBusCommand({ Name: 'shop', Tags }));
  await plane.rule();
  const list = (ResourceARN: string) => plane.call(new ListTagsForResourceCommand({ ResourceARN }));
  return {
    plane,
    list,
    busArn: plane.arn('event-bus/shop'),
    ruleArn: plane.arn('rule/shop/placed'),
  };
}

const manyTags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));

describe('tags', () => {
  it('are given to a bus when it is made, and later', async () => {
    const { plane, list, busArn } = await setUp();
    const Tags = [
      { Key: 'team', Value: 'orders' },
      { Key: 'stage', Value: 'dev' },
    ];
    await plane.call(new TagResourceCommand({ ResourceARN: busArn, Tags }));
    expect(await list(busArn)).toEqual({ Tags });
  });

  it('are given to a rule, and taken from it', async () => {
    const { plane, list, ruleArn } = await setUp();
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '' },
    ];
    await plane.call(new TagResourceCommand({ ResourceARN: ruleArn, Tags }));
    await plane.call(new UntagResourceCommand({ ResourceARN: ruleArn, TagKeys: ['a', 'none'] }));
    expect(await list(ruleArn)).toEqual({ Tags: [{ Key: 'b', Value: '' }] });
  });

  it('are at most 50', async () => {
    const { plane, ruleArn } = await setUp();
    await plane.call(new TagResourceCommand({ ResourceARN: ruleArn, Tags: manyTags(50) }));
    const over = new TagResourceCommand({ ResourceARN: ruleArn, Tags: manyTags(51) });
    expect(await plane.failure(over)).toMatchObject({ name: 'LimitExceededException' });
  });

  it('have a key each', async () => {
    const { plane, ruleArn } = await setUp();
    const tag = { Key: 'a', Value: '1' };
    const twice = new TagResourceCommand({ ResourceARN: ruleArn, Tags: [tag, tag] });
    expect(await plane.failure(twice)).toMatchObject({
      message: 'Invalid parameter: Duplicated keys are not allowed.',
    });
    const long = { Key: 'k'.repeat(129), Value: '1' };
    const { message } = await plane.failure(
      new TagResourceCommand({ ResourceARN: ruleArn, Tags: [long] }),
    );
    expect(message).toContain("at 'tags.1.member.key' failed to satisfy constraint");
  });

  it.each([
    ['rule/none', 'Rule none does not exist on EventBus default.'],
    ['event-bus/none', 'Event bus none does not exist.'],
    ['archive/all', 'Parameter ResourceARN is not valid.'],
  ])('are refused for %s', async (resource, message) => {
    const { plane } = await setUp();
    const ResourceARN = plane.arn(resource);
    expect(await plane.failure(new ListTagsForResourceCommand({ ResourceARN }))).toMatchObject({
      message,
    });
  });

  it.each([
    ['without a key', [{ Key: '', Value: '1' }], 'ValidationException'],
    ['more than 50', manyTags(51), 'LimitExceededException'],
  ])('that are not valid, %s, keep a bus and a rule from being made', async (_what, Tags, name) => {
    const { plane } = await setUp();
    const bus = new CreateEventBusCommand({ Name: 'other', Tags });
    expect(await plane.failure(bus)).toMatchObject({ name });
    const rule = { Name: 'other', EventPattern: '{"source":["orders"]}', Tags };
    expect(await plane.failure(new PutRuleCommand(rule))).toMatchObject({ name });
    for (const sought of [
      new DescribeEventBusCommand({ Name: 'other' }),
      new DescribeRuleCommand({ Name: 'other' }),
    ]) {
      expect(await plane.failure(sought)).toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});
