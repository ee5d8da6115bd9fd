import {
  AddPermissionCommand,
  GetQueueAttributesCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-sqs';
import type { FactWorld, VerifiedFact } from '../fact.ts';
import { named, SQS } from './letters.ts';

const source = `${SQS}, test_sqs_permission_lifecycle`;
const OWN = '000000000000';
const LABEL = 'crossaccountpermission';

async function sharing(world: FactWorld) {
  const { send } = world;
  const { QueueUrl, arn } = await named(world, 'shared');
  return {
    arn,
    add: (Label: string, ...AWSAccountIds: string[]) =>
      send(
        new AddPermissionCommand({ QueueUrl, Label, AWSAccountIds, Actions: ['ReceiveMessage'] }),
      ),
    remove: (Label: string) => send(new RemovePermissionCommand({ QueueUrl, Label })),
    policy: async (): Promise<unknown> => {
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
      const { Attributes } = (await send(asked)) as { Attributes?: { Policy: string } };
      return Attributes && JSON.parse(Attributes.Policy);
    },
  };
}

function statement(Sid: string, AWS: unknown, Resource: string): object {
  return { Sid, Effect: 'Allow', Principal: { AWS }, Action: 'SQS:ReceiveMessage', Resource };
}

/** What AWS says of permissions that are added to a queue's policy. */
export const permissionFacts: readonly VerifiedFact[] = [
  {
    says: 'a permission for two accounts makes a policy with one statement for both',
    source,
    async holds(world) {
      const { arn, add, policy } = await sharing(world);
      await add(LABEL, OWN, '668614515564');
      const accounts = world.expect.arrayContaining([
        `arn:aws:iam::${OWN}:root`,
        'arn:aws:iam::668614515564:root',
      ]);
      world.expect(await policy()).toEqual({
        ...{ Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy` },
        Statement: [statement(LABEL, accounts, arn)],
      });
    },
  },
  {
    says: 'the account of a permission for it alone is no list',
    source,
    async holds(world) {
      const { arn, add, policy } = await sharing(world);
      await add(LABEL, OWN);
      const alone = statement(LABEL, `arn:aws:iam::${OWN}:root`, arn);
      world.expect(await policy()).toMatchObject({ Statement: [alone] });
    },
  },
  {
    says: 'the label of a permission is there once',
    source,
    async holds(world) {
      const { add } = await sharing(world);
      await add(LABEL, OWN);
      await world.expect(add(LABEL, '668614515564')).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: `Value ${LABEL} for parameter Label is invalid. Reason: Already exists.`,
      });
    },
  },
  {
    says: 'a permission that is taken away leaves the others, and the last one takes the policy with it',
    source,
    async holds(world) {
      const { add, remove, policy } = await sharing(world);
      await add(LABEL, OWN);
      await add(`${LABEL}2`, OWN);
      await remove(LABEL);
      world.expect(await policy()).toMatchObject({ Statement: [{ Sid: `${LABEL}2` }] });
      await remove(`${LABEL}2`);
      world.expect(await policy()).toBeUndefined();
    },
  },
  {
    says: 'a permission that is not there cannot be taken away',
    source,
    async holds(world) {
      const { remove } = await sharing(world);
      await world.expect(remove(LABEL)).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: `Value ${LABEL} for parameter Label is invalid. Reason: can't find label.`,
      });
    },
  },
];
