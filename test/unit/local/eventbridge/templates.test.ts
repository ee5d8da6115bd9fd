import {
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { eventbridgeResourceTypes } from '../../../../local/eventbridge/resources.ts';
import { surroundings } from '../surroundings.ts';
import { ControlPlane } from './control-plane-fixture.ts';

const Tags = [{ Key: 'team', Value: 'shop' }];
const target = { Id: 'q', Arn: 'arn:aws:sqs:eu-west-1:111122223333:orders' };

/** Creates a resource as the loader does. */
function create(plane: ControlPlane, type: string, properties: Record<string, unknown>): void {
  const known = eventbridgeResourceTypes.find((candidate) => candidate.type === type)!;
  const named = { stackName: 'Shop', logicalId: 'Thing', properties };
  const place = { ...surroundings, account: '111122223333' };
  const resource = { ...named, type, ...known.identify(named, place, 'Shop-Thing-1') };
  known.create?.(resource, plane.world.engines);
}

function setUp(): ControlPlane {
  const plane = new ControlPlane();
  create(plane, 'AWS::Events::EventBus', { Name: 'shop', Description: 'of the shop', Tags });
  return plane;
}

describe('what a template makes', () => {
  it('is a bus with its description, its tags and its policy', async () => {
    const plane = setUp();
    const Statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: plane.arn('event-bus/shop'),
    };
    const policy = { EventBusName: 'shop', StatementId: 'all', Statement };
    create(plane, 'AWS::Events::EventBusPolicy', policy);
    const bus = await plane.call(new DescribeEventBusCommand({ Name: 'shop' }));
    expect(bus).toMatchObject({ Description: 'of the shop' });
    expect(JSON.parse(String(bus['Policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [{ ...Statement, Sid: 'all' }],
    });
    const ResourceARN = plane.arn('event-bus/shop');
    expect(await plane.call(new ListTagsForResourceCommand({ ResourceARN }))).toEqual({ Tags });
  });

  it('is a rule with its pattern, its tags and its targets', async () => {
    const plane = setUp();
    const rule = { Name: 'placed', EventBusName: 'shop', Description: 'of orders', Tags };
    const EventPattern = { source: ['orders'] };
    create(plane, 'AWS::Events::Rule', { ...rule, EventPattern, Targets: [target] });
    const named = { Name: 'placed', EventBusName: 'shop' };
    expect(await plane.call(new DescribeRuleCommand(named))).toMatchObject({
      EventPattern: '{"source":["orders"]}',
      Description: 'of orders',
      State: 'ENABLED',
    });
    const list = new ListTargetsByRuleCommand({ Rule: 'placed', EventBusName: 'shop' });
    expect(await plane.call(list)).toEqual({ Targets: [target] });
    const ResourceARN = plane.arn('rule/shop/placed');
    expect(await plane.call(new ListTagsForResourceCommand({ ResourceARN }))).toEqual({ Tags });
  });

  it('is an archive with its description', async () => {
    const plane = setUp();
    const archive = { ArchiveName: 'all', SourceArn: plane.arn('event-bus/shop') };
    create(plane, 'AWS::Events::Archive', { ...archive, Description: 'everything' });
    expect(await plane.call(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({
      Description: 'everything',
    });
  });

  it('keeps to the same limits', () => {
    const plane = setUp();
    const EventPattern = { source: ['a'.repeat(2048)] };
    expect(() => create(plane, 'AWS::Events::Rule', { EventPattern })).toThrow(
      'The requested resource exceeds the maximum number allowed.',
    );
    const targets = Array.from({ length: 6 }, (_, n) => ({ ...target, Id: `q${n}` }));
    const full = { EventPattern: { source: ['a'] }, Targets: targets };
    expect(() => create(plane, 'AWS::Events::Rule', full)).toThrow(
      'The requested resource exceeds the maximum number allowed.',
    );
    const scheduled = { EventBusName: 'shop', ScheduleExpression: 'rate(1 minute)' };
    expect(() => create(plane, 'AWS::Events::Rule', scheduled)).toThrow(
      'ScheduleExpression is supported only on the default event bus.',
    );
  });
});
