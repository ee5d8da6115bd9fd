import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  RemovePermissionCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { World } from '../cloud/world.ts';

function setUp() {
  const world = new World({ conduct: 'server' });
  const queue = world.queue('orders');
  const QueueUrl = queue.settings.url;
  const call = <Output>(command: object): Promise<Output> => world.client.send(command);
  const add = (input: Partial<AddPermissionCommandInput>) =>
    call(
      new AddPermissionCommand({
        QueueUrl,
        Label: 'share',
        AWSAccountIds: ['222233334444'],
        Actions: ['SendMessage'],
        ...input,
      }),
    );
  const remove = (Label: string) => call(new RemovePermissionCommand({ QueueUrl, Label }));
  const policy = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
    const { Attributes } = await call<{ Attributes?: { Policy: string } }>(command);
    return Attributes && JSON.parse(Attributes.Policy);
  };
  const tag = (Tags: Record<string, string>) => call(new TagQueueCommand({ QueueUrl, Tags }));
  const untag = (...TagKeys: string[]) => call(new UntagQueueCommand({ QueueUrl, TagKeys }));
  const tags = async () =>
    (await call<{ Tags: object }>(new ListQueueTagsCommand({ QueueUrl }))).Tags;
  return { world, queue, add, remove, policy, tag, untag, tags };
}

describe('AddPermission', () => {
  it('makes a policy of its own kind', async () => {
    const { add, policy, queue } = setUp();
    await add({ AWSAccountIds: ['222233334444', '333344445555'] });
    expect(await policy()).toEqual({
      Version: '2008-10-17',
      Id: `${queue.settings.arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'share',
          Effect: 'Allow',
          Principal: {
            AWS: ['arn:aws:iam::222233334444:root', 'arn:aws:iam::333344445555:root'],
          },
          Action: 'SQS:SendMessage',
          Resource: queue.settings.arn,
        },
      ],
    });
  });

  it('adds a statement to the policy there is', async () => {
    const { add, policy } = setUp();
    await add({});
    await add({ Label: 'more', Actions: ['ReceiveMessage', 'DeleteMessage'] });
    expect(await policy()).toMatchObject({
      Statement: [
        { Sid: 'share' },
        { Sid: 'more', Action: ['SQS:ReceiveMessage', 'SQS:DeleteMessage'] },
      ],
    });
  });

  it('takes seven actions and refuses eight', async () => {
    const { add } = setUp();
    const seven = [
      ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
      ...['GetQueueAttributes', 'GetQueueUrl', 'PurgeQueue'],
    ];
    await add({ Actions: seven });
    await expect(
      add({ Label: 'more', Actions: [...seven, 'ListDeadLetterSourceQueues'] }),
    ).rejects.toMatchObject({
      name: 'OverLimit',
      message: '8 Actions were found, maximum allowed is 7.',
    });
  });

  it.each([
    [{ Label: 'a b' }, 'InvalidParameterValue', /^Value a b for parameter Label is invalid/],
    [{ Label: '' }, 'MissingParameter', /Label/],
    [{ Actions: [] }, 'MissingParameter', /Actions/],
    [{ AWSAccountIds: [] }, 'MissingParameter', /AWSAccountIds/],
    [{ AWSAccountIds: ['12'] }, 'InvalidParameterValue', /PrincipalId .*Unable to verify/],
    [{ Actions: ['Fly'] }, 'InvalidParameterValue', /SQS:Fly .*list of valid actions/],
    [{ Actions: ['DeleteQueue'] }, 'InvalidParameterValue', /Only the queue owner/],
  ])('refuses %j', async (input, name, message) => {
    await expect(setUp().add(input)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it('refuses a label that is taken', async () => {
    const { add } = setUp();
    await add({});
    await expect(add({})).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Value share for parameter Label is invalid. Reason: Already exists.',
    });
  });
});

describe('RemovePermission', () => {
  it('takes the statement away, and the policy with its last', async () => {
    const { add, remove, policy } = setUp();
    await add({});
    await add({ Label: 'more' });
    await remove('share');
    expect(await policy()).toMatchObject({ Statement: [{ Sid: 'more' }] });
    await remove('more');
    expect(await policy()).toBeUndefined();
  });

  it('refuses a label that is not there', async () => {
    await expect(setUp().remove('none')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: "Value none for parameter Label is invalid. Reason: can't find label.",
    });
  });
});

describe('the tags of a queue', () => {
  it('are added, replaced, listed and taken away', async () => {
    const { tag, untag, tags } = setUp();
    await tag({ team: 'shop', stage: 'dev', empty: '' });
    await tag({ stage: 'prod' });
    expect(await tags()).toEqual({ team: 'shop', stage: 'prod', empty: '' });
    await untag('team', 'none');
    expect(await tags()).toEqual({ stage: 'prod', empty: '' });
  });

  it('are fifty at most', async () => {
    const { tag } = setUp();
    await tag(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'v'])));
    await tag({ t0: 'other' });
    await expect(tag({ more: 'v' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Too many tags added for queue orders.',
    });
  });

  it('have keys of 128 characters and values of 256 at most', async () => {
    const { tag } = setUp();
    await tag({ ['k'.repeat(128)]: 'v'.repeat(256) });
    await expect(tag({ ['k'.repeat(129)]: 'v' })).rejects.toThrow(/between 1 and 128/);
    await expect(tag({ '': 'v' })).rejects.toThrow(/between 1 and 128/);
    await expect(tag({ key: 'v'.repeat(257) })).rejects.toThrow(/between 0 and 256/);
  });

  it('are needed to tag and to untag', async () => {
    const { tag, untag } = setUp();
    await expect(tag({})).rejects.toMatchObject({ name: 'MissingParameter' });
    await expect(untag()).rejects.toMatchObject({ name: 'MissingParameter' });
  });
});
