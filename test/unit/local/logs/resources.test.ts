import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../../local/cloud.ts';
import type { Blueprint } from '../../../../local/cloudformation/blueprint.ts';
import { loadStacks } from '../../../../local/cloudformation/load-assembly.ts';
import type { TemplateResource } from '../../../../local/cloudformation/template.ts';
import { resourceTypes } from '../../../../local/resource-types.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { trustText } from '../iam/cloud-fixture.ts';

const TRUST = trustText({ Service: 'lambda.amazonaws.com' });
const surroundings = {
  ...{ account: '000000000000', region: 'us-east-1', partition: 'aws' },
  urlSuffix: 'amazonaws.com',
};

function blueprintOf(Resources: Record<string, TemplateResource>): Blueprint {
  const stacks = loadStacks(
    [{ name: 'shop', template: { Resources } }],
    resourceTypes,
    surroundings,
  );
  return { stacks };
}

function load(assembly: Blueprint): Promise<Cloud> {
  const time = virtualTime(0);
  return Cloud.load({ assembly, code: () => undefined, time, seed: 1, latency: 'none' });
}

describe('an AWS::Logs::LogGroup', () => {
  it('is read with its retention and its tags', async () => {
    const Properties = {
      ...{ LogGroupName: '/shop', RetentionInDays: 7 },
      Tags: [{ Key: 'team', Value: 'orders' }],
    };
    const cloud = await load(blueprintOf({ Log: { Type: 'AWS::Logs::LogGroup', Properties } }));
    const { logGroups } = await cloud.client().send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: '/shop', retentionInDays: 7 }]);
    const resourceArn = logGroups[0]['logGroupArn'];
    const listed = await cloud.client().send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed).toMatchObject({ tags: { team: 'orders' } });
  });
});

describe('the roles of a template', () => {
  const Properties = {
    ...{ RoleName: 'worker', AssumeRolePolicyDocument: JSON.parse(TRUST), Description: 'works' },
    ...{ MaxSessionDuration: 7200, Path: '/deep/' },
  };
  const Role: TemplateResource = { Type: 'AWS::IAM::Role', Properties };
  const names = async (cloud: Cloud): Promise<string[]> => {
    const { Roles } = await cloud.client().send(new ListRolesCommand({}));
    return (Roles as { RoleName: string }[]).map(({ RoleName }) => RoleName);
  };

  it('are listed with all that it says of them', async () => {
    const cloud = await load(blueprintOf({ Role }));
    const { Roles } = await cloud.client().send(new ListRolesCommand({ PathPrefix: '/deep/' }));
    expect(Roles).toMatchObject([
      {
        ...{ RoleName: 'worker', Path: '/deep/', Description: 'works', MaxSessionDuration: 7200 },
        Arn: 'arn:aws:iam::000000000000:role/deep/worker',
      },
    ]);
  });

  it('are the same in the next cloud of that template, whatever a client made in one', async () => {
    const blueprint = blueprintOf({ Role });
    const made = new CreateRoleCommand({ RoleName: 'made', AssumeRolePolicyDocument: TRUST });
    const first = await load(blueprint);
    await first.client().send(made);
    const second = await load(blueprint);
    expect(await names(second)).toEqual(['worker']);
    await second.client().send(made);
    expect(await names(second)).toEqual(['made', 'worker']);
    expect(await names(await load(blueprint))).toEqual(['worker']);
  });
});
