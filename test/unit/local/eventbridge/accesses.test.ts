import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  ListRulesCommand,
  PutRuleCommand,
  type Tag,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

const EventPattern = '{"source":["orders"]}';

/** A client whose role may do one thing. */
async function clientOf(Action: string, resource: string) {
  const plane = new ControlPlane();
  await plane.bus();
  const Resource = resource === '*' ? '*' : plane.arn(resource);
  const roleArn = plane.world.role('caller', [{ Action, Resource }]);
  const principal = { kind: 'role', roleArn, session: 's' } as const;
  return { plane, client: plane.world.composed.connect(principal, 'caller') };
}

describe('an operation of EventBridge', () => {
  it('on a rule needs the permission on that rule of that bus', async () => {
    const { client } = await clientOf('events:PutRule', 'rule/shop/placed');
    const placed = { Name: 'placed', EventPattern };
    await client.send(new PutRuleCommand({ ...placed, EventBusName: 'shop' }));
    await expect(client.send(new PutRuleCommand(placed))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('events:PutRule'),
    });
  });

  it('that makes an archive needs it on the bus as well', async () => {
    const { plane, client } = await clientOf('events:CreateArchive', 'archive/all');
    const EventSourceArn = plane.arn('event-bus/shop');
    const create = new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn });
    await expect(client.send(create)).rejects.toMatchObject({
      message: expect.stringContaining(EventSourceArn),
    });
  });

  it.each([
    ['events:ListRules', new ListRulesCommand({ EventBusName: 'shop' })],
    ['events:TestEventPattern', new TestEventPatternCommand({ EventPattern, Event: '{}' })],
  ])('that is on nothing needs %s on everything', async (action, command) => {
    const { client } = await clientOf(action, 'rule/shop/*');
    await expect(client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    [
      'events:PutRule',
      'rule/shop/placed',
      (Tags: Tag[]) =>
        new PutRuleCommand({ Name: 'placed', EventBusName: 'shop', EventPattern, Tags }),
    ],
    [
      'events:CreateEventBus',
      'event-bus/other',
      (Tags: Tag[]) => new CreateEventBusCommand({ Name: 'other', Tags }),
    ],
  ])('that gives tags needs events:TagResource beside %s', async (action, resource, command) => {
    const { plane, client } = await clientOf(action, resource);
    const tagged = command([{ Key: 'team', Value: 'shop' }]);
    await expect(client.send(tagged)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`events:TagResource on resource: ${plane.arn(resource)}`),
    });
    await client.send(command([]));
  });
});
