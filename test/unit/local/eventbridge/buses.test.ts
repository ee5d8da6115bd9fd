import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  ListEventBusesCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { START_MS } from '../cloud/world.ts';
import { ControlPlane } from './control-plane-fixture.ts';

const LATER_MS = 5000;

describe('CreateEventBus', () => {
  it('makes a bus that events can be put on', async () => {
    const plane = new ControlPlane();
    const command = new CreateEventBusCommand({ Name: 'shop', Description: 'of the shop' });
    expect(await plane.call(command)).toEqual({
      EventBusArn: plane.arn('event-bus/shop'),
      Description: 'of the shop',
    });
    expect(await plane.put()).toMatchObject({ FailedEntryCount: 0 });
  });

  it('refuses a name that is taken', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    expect(await plane.failure(new CreateEventBusCommand({ Name: 'shop' }))).toEqual({
      name: 'ResourceAlreadyExistsException',
      message: 'Event bus shop already exists.',
    });
  });

  it('says of each member what is wrong with it', async () => {
    const plane = new ControlPlane();
    const command = new CreateEventBusCommand({ Name: 'a b', Description: 'x'.repeat(513) });
    const { name, message } = await plane.failure(command);
    expect(name).toBe('ValidationException');
    expect(message).toBe(
      `2 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+; Value '${'x'.repeat(513)}' at 'description' failed to satisfy constraint: Member must have length less than or equal to 512`,
    );
  });

  it('refuses a name with a slash, which partners have', async () => {
    const { message } = await new ControlPlane().failure(
      new CreateEventBusCommand({ Name: 'a/b' }),
    );
    expect(message).toBe("Event bus name must not contain '/'.");
  });

  it('needs a name', async () => {
    const { message } = await new ControlPlane().failure(
      new CreateEventBusCommand({ Name: undefined }),
    );
    expect(message).toBe(
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  });

  it('makes a hundred with the default bus, and no more', async () => {
    const plane = new ControlPlane();
    for (let n = 1; n < 100; n += 1) {
      await plane.call(new CreateEventBusCommand({ Name: `bus-${n}` }));
    }
    expect(await plane.failure(new CreateEventBusCommand({ Name: 'over' }))).toEqual({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  });

  it('refuses by name what it does not simulate', async () => {
    const plane = new ControlPlane();
    const command = new CreateEventBusCommand({ Name: 'shop', KmsKeyIdentifier: 'key' });
    expect(await plane.failure(command)).toMatchObject({
      message: 'not simulated: KmsKeyIdentifier of eventbridge:CreateEventBus',
    });
  });
});

describe('DescribeEventBus', () => {
  it('tells of a bus by its name or its ARN', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    const byName = await plane.call(new DescribeEventBusCommand({ Name: 'shop' }));
    const Name = plane.arn('event-bus/shop');
    expect(byName).toEqual({
      Name: 'shop',
      Arn: Name,
      CreationTime: new Date(START_MS),
      LastModifiedTime: new Date(START_MS),
    });
    expect(await plane.call(new DescribeEventBusCommand({ Name }))).toEqual(byName);
  });

  it('tells of the default bus unless told', async () => {
    const found = await new ControlPlane().call(new DescribeEventBusCommand({}));
    expect(found).toMatchObject({ Name: 'default' });
  });

  it('knows only buses that are there', async () => {
    const command = new DescribeEventBusCommand({ Name: 'none' });
    expect(await new ControlPlane().failure(command)).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Event bus none does not exist.',
    });
  });
});

describe('UpdateEventBus', () => {
  it('changes the description and the time of the change', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    await plane.world.pass(LATER_MS);
    const changed = await plane.call(
      new UpdateEventBusCommand({ Name: 'shop', Description: 'new' }),
    );
    expect(changed).toEqual({
      Arn: plane.arn('event-bus/shop'),
      Name: 'shop',
      Description: 'new',
    });
    expect(await plane.call(new DescribeEventBusCommand({ Name: 'shop' }))).toMatchObject({
      Description: 'new',
      CreationTime: new Date(START_MS),
      LastModifiedTime: new Date(START_MS + LATER_MS),
    });
  });
});

describe('DeleteEventBus', () => {
  it('takes the bus away, and again without complaint', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    await plane.call(new DeleteEventBusCommand({ Name: 'shop' }));
    expect(await plane.failure(new DescribeEventBusCommand({ Name: 'shop' }))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await plane.call(new DeleteEventBusCommand({ Name: 'shop' }))).toEqual({});
  });

  it('keeps the default bus', async () => {
    const command = new DeleteEventBusCommand({ Name: 'default' });
    expect(await new ControlPlane().failure(command)).toEqual({
      name: 'ValidationException',
      message: 'Cannot delete event bus default.',
    });
  });

  it('keeps a bus that has rules', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    await plane.rule();
    expect(await plane.failure(new DeleteEventBusCommand({ Name: 'shop' }))).toEqual({
      name: 'ValidationException',
      message: "EventBus can't be deleted since it has rules.",
    });
  });

  it('keeps a bus that has an archive, which is fed by a rule of its own', async () => {
    const plane = new ControlPlane();
    const { EventBusArn } = await plane.bus();
    const EventSourceArn = String(EventBusArn);
    await plane.call(new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn }));
    expect(await plane.failure(new DeleteEventBusCommand({ Name: 'shop' }))).toMatchObject({
      message: "EventBus can't be deleted since it has rules.",
    });
  });
});

describe('ListEventBuses', () => {
  it('lists buses by name, page by page', async () => {
    const plane = new ControlPlane();
    for (const Name of ['c', 'a', 'b']) await plane.call(new CreateEventBusCommand({ Name }));
    const first = await plane.call(new ListEventBusesCommand({ Limit: 3 }));
    expect(first['EventBuses']).toMatchObject([{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }]);
    const NextToken = String(first['NextToken']);
    const last = await plane.call(new ListEventBusesCommand({ Limit: 3, NextToken }));
    expect(last).toMatchObject({ EventBuses: [{ Name: 'default' }] });
    expect(last).not.toHaveProperty('NextToken');
  });

  it('lists those with a prefix', async () => {
    const plane = new ControlPlane();
    await plane.bus();
    const { EventBuses } = await plane.call(new ListEventBusesCommand({ NamePrefix: 'sh' }));
    expect(EventBuses).toMatchObject([{ Name: 'shop' }]);
  });

  it.each([0, 101])('refuses a limit of %s', async (Limit) => {
    const { message } = await new ControlPlane().failure(new ListEventBusesCommand({ Limit }));
    expect(message).toContain(`Value '${Limit}' at 'limit' failed to satisfy constraint`);
  });

  it.each(['made-up', '', 'YWZ0ZXI6cw=='])(
    'refuses the token %j, as it did not give it',
    async (NextToken) => {
      const command = new ListEventBusesCommand({ NextToken });
      expect(await new ControlPlane().failure(command)).toMatchObject({
        message: 'Parameter NextToken is not valid.',
      });
    },
  );
});
