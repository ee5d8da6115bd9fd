import {
  DescribeEventBusCommand,
  PutEventsCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

const EventBusName = 'shop';
const PERMISSION = {
  EventBusName,
  StatementId: 'partner',
  Action: 'events:PutEvents',
  Principal: '444455556666',
};

async function setUp() {
  const plane = new ControlPlane();
  await plane.bus();
  const policy = async () => {
    const { Policy } = await plane.call(new DescribeEventBusCommand({ Name: EventBusName }));
    return Policy === undefined ? undefined : JSON.parse(String(Policy));
  };
  return { plane, policy };
}

describe('PutPermission', () => {
  it('adds a statement to the policy of the bus', async () => {
    const { plane, policy } = await setUp();
    await plane.call(new PutPermissionCommand(PERMISSION));
    expect(await policy()).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'partner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::444455556666:root' },
          Action: 'events:PutEvents',
          Resource: plane.arn('event-bus/shop'),
        },
      ],
    });
  });

  it('replaces the statement of the same id', async () => {
    const { plane, policy } = await setUp();
    await plane.call(new PutPermissionCommand(PERMISSION));
    await plane.call(new PutPermissionCommand({ ...PERMISSION, Principal: '*' }));
    expect((await policy()).Statement).toMatchObject([{ Sid: 'partner', Principal: '*' }]);
  });

  it('sets the whole policy, which has its effect', async () => {
    const { plane } = await setUp();
    const deny = {
      Sid: 'nobody',
      Effect: 'Deny',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: plane.arn('event-bus/shop'),
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
    await plane.call(new PutPermissionCommand({ EventBusName, Policy }));
    const entry = { EventBusName, Source: 'x', DetailType: 'T', Detail: '{}' };
    expect(await plane.failure(new PutEventsCommand({ Entries: [entry] }))).toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it.each([
    [{ Action: undefined }, 'Parameter Action must be specified.'],
    [{ Principal: undefined }, 'Parameter Principal must be specified.'],
    [{ StatementId: undefined }, 'Parameter StatementId must be specified.'],
    [{ Action: 'events:PutRule' }, "Provided value in parameter 'action' is not supported."],
    [
      { Principal: 'me' },
      "1 validation error detected: Value 'me' at 'principal' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\d{12}|\\*)",
    ],
    [
      { Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' } },
      "Value of the parameter 'principal' must be '*' when the parameter 'condition' is set.",
    ],
  ])('refuses %j', async (input, message) => {
    const { plane } = await setUp();
    const command = new PutPermissionCommand({ ...PERMISSION, ...input });
    expect(await plane.failure(command)).toEqual({ name: 'ValidationException', message });
  });
});

describe('PutPermission of a whole policy', () => {
  it.each([
    '{',
    'null',
    '7',
    '[]',
    '{}',
    '{"Statement":[]}',
    '{"Statement":[7]}',
    '{"Statement":"all"}',
  ])('refuses %s, and leaves the policy as it was', async (Policy) => {
    const { plane, policy } = await setUp();
    await plane.call(new PutPermissionCommand(PERMISSION));
    expect(await plane.failure(new PutPermissionCommand({ EventBusName, Policy }))).toEqual({
      name: 'ValidationException',
      message: 'This policy contains invalid Json',
    });
    expect((await policy()).Statement).toMatchObject([{ Sid: 'partner' }]);
  });

  it.each([
    ['StatementId', { StatementId: 'partner' }],
    ['Action', { Action: 'events:PutEvents' }],
    ['Principal', { Principal: '*' }],
    ['Condition', { Condition: { Type: 'StringEquals', Key: 'k', Value: 'v' } }],
  ])('refuses %s beside it', async (name, input) => {
    const { plane, policy } = await setUp();
    const statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents' };
    const Policy = JSON.stringify({ Statement: [statement] });
    const command = new PutPermissionCommand({ EventBusName, Policy, ...input });
    expect(await plane.failure(command)).toEqual({
      name: 'ValidationException',
      message: `Parameter ${name} must not be specified together with Policy.`,
    });
    expect(await policy()).toBeUndefined();
  });
});

describe('RemovePermission', () => {
  it('takes one statement away, or all', async () => {
    const { plane, policy } = await setUp();
    for (const StatementId of ['a', 'b', 'c']) {
      await plane.call(new PutPermissionCommand({ ...PERMISSION, StatementId }));
    }
    await plane.call(new RemovePermissionCommand({ EventBusName, StatementId: 'b' }));
    expect((await policy()).Statement).toMatchObject([{ Sid: 'a' }, { Sid: 'c' }]);
    await plane.call(new RemovePermissionCommand({ EventBusName, RemoveAllPermissions: true }));
    expect(await policy()).toBeUndefined();
  });

  it('needs a statement that is there', async () => {
    const { plane } = await setUp();
    const remove = new RemovePermissionCommand({ EventBusName, StatementId: 'none' });
    const absent = {
      name: 'ResourceNotFoundException',
      message: 'Statement with the provided id does not exist.',
    };
    expect(await plane.failure(remove)).toEqual(absent);
    await plane.call(new PutPermissionCommand(PERMISSION));
    expect(await plane.failure(remove)).toEqual(absent);
    expect(await plane.failure(new RemovePermissionCommand({ EventBusName }))).toMatchObject({
      message: 'Parameter StatementId is required.',
    });
  });
});
