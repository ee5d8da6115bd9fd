import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  GetPolicyCommand,
  GetUserCommand,
  ListEntitiesForPolicyCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, IamCloud, policyText, trustText } from './cloud-fixture.ts';

const TRUST = trustText({ Service: 'lambda.amazonaws.com' });
const RoleName = 'worker';
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/read`;
const PolicyDocument = policyText(allow('sqs:ListQueues'));
const makePolicy = new CreatePolicyCommand({ PolicyName: 'read', PolicyDocument });
const role = (more: object) =>
  new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more });
const violation = (member: string, rule: string) =>
  `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`;

let at: IamCloud;
beforeEach(async () => {
  at = await IamCloud.load();
});

describe('a new role', () => {
  it.each([
    [{ RoleName: undefined }, violation('roleName', 'Member must not be null')],
    [{ RoleName: '' }, violation('roleName', 'Member must have length greater than or equal to 1')],
    [
      { RoleName: 'a'.repeat(65) },
      violation('roleName', 'Member must have length less than or equal to 64'),
    ],
    [
      { RoleName: 'a b' },
      violation('roleName', 'Member must satisfy regular expression pattern: [\\w+=,.@-]+'),
    ],
    [
      { Path: 'deep' },
      violation(
        'path',
        'Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
      ),
    ],
    [
      { MaxSessionDuration: 3599 },
      violation('maxSessionDuration', 'Member must have value greater than or equal to 3600'),
    ],
    [
      { MaxSessionDuration: 43_201 },
      violation('maxSessionDuration', 'Member must have value less than or equal to 43200'),
    ],
  ])('is refused with %j', async (given, message) => {
    await expect(at.send(role(given))).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  it('takes names and sessions at their limits', async () => {
    for (const MaxSessionDuration of [3600, 43_200]) {
      const name = `${MaxSessionDuration}`.padEnd(64, 'a');
      const { Role } = await at.send(role({ RoleName: name, MaxSessionDuration }));
      expect(Role).toMatchObject({ RoleName: name });
    }
  });

  it('is one of a name, whatever the case', async () => {
    await at.send(role({}));
    const message = 'Role with name WORKER already exists.';
    await expect(at.send(role({ RoleName: 'WORKER' }))).rejects.toThrow(message);
  });

  it('has an id that no role had before it', async () => {
    const { Role: first } = await at.send(role({}));
    const { Role: second } = await at.send(role({ RoleName: 'other' }));
    expect(first['RoleId']).not.toBe(second['RoleId']);
  });

  it('trusts only roles and users that there are', async () => {
    const arn = `arn:aws:iam::${ACCOUNT}:user/ann`;
    const trusting = role({ AssumeRolePolicyDocument: trustText({ AWS: arn }) });
    await expect(at.send(trusting)).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: `Invalid principal in policy: "AWS":"${arn}"`,
    });
    await at.send(new CreateUserCommand({ UserName: 'ann' }));
    await expect(at.send(trusting)).resolves.toMatchObject({ Role: { RoleName } });
  });

  it('has a trust policy of 2,048 characters at most, white space left out', async () => {
    const sid = (length: number) => trustText({ Service: 'a.b' }, { Sid: 'a'.repeat(length) });
    const room = 2048 - sid(0).length;
    const AssumeRolePolicyDocument = `${sid(room)}   `;
    await expect(at.send(role({ AssumeRolePolicyDocument }))).resolves.toBeDefined();
    const longer = { RoleName: 'longer', AssumeRolePolicyDocument: sid(room + 1) };
    await expect(at.send(role(longer))).rejects.toMatchObject({
      ...{
        name: 'LimitExceededException',
        message: 'Cannot exceed quota for ACLSizePerRole: 2048',
      },
    });
  });
});

describe('a role that is there', () => {
  beforeEach(() => at.send(role({})));

  it('is changed within the limits', async () => {
    const command = new UpdateRoleCommand({ RoleName, MaxSessionDuration: 60 });
    await expect(at.send(command)).rejects.toThrow('greater than or equal to 3600');
  });

  it('has inline policies of 10,240 characters at most, all together', async () => {
    const sized = (PolicyName: string, length: number) => {
      const empty = policyText(allow('sqs:ListQueues', { Sid: '' })).length;
      const text = policyText(allow('sqs:ListQueues', { Sid: 'a'.repeat(length - empty) }));
      return new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: text });
    };
    await at.send(sized('first', 10_000));
    await at.send(sized('second', 240));
    await expect(at.send(sized('second', 241))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role worker',
    });
    await expect(at.send(sized('first', 1000))).resolves.toBeDefined();
  });

  it('has ten managed policies at most', async () => {
    for (let index = 0; index < 11; index += 1) {
      const PolicyName = `p${index}`;
      await at.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    }
    const attach = (index: number) =>
      at.send(
        new AttachRolePolicyCommand({ RoleName, PolicyArn: `${PolicyArn.slice(0, -4)}p${index}` }),
      );
    for (let index = 0; index < 10; index += 1) await attach(index);
    await expect(attach(3)).resolves.toBeDefined();
    await expect(attach(10)).rejects.toThrow('Cannot exceed quota for PoliciesPerRole: 10');
  });

  it('keeps the case of a key that gets another value, and loses it in any case', async () => {
    await at.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'Team', Value: 'a' }] }));
    await at.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'TEAM', Value: 'b' }] }));
    const tags = () => at.cloud.engines.iam.directory.roles.get(RoleName)!.tags;
    expect([...tags()]).toEqual([['Team', 'b']]);
    await at.send(new UntagRoleCommand({ RoleName, TagKeys: ['team'] }));
    expect(tags().size).toBe(0);
  });

  it.each([
    ['an operator', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'condition key aws:sourceip'],
    ['a key', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'condition key aws:principaltag'],
    ['an operator', { DateLessThan: { 'aws:SourceArn': '2026' } }, 'condition operator DateLessT'],
  ])(
    'is refused a policy with %s that is not simulated, by name',
    async (_what, Condition, name) => {
      const text = policyText(allow('sqs:ListQueues', { Condition }));
      const put = { RoleName, PolicyName: 'own', PolicyDocument: text };
      await expect(at.send(new PutRolePolicyCommand(put))).rejects.toThrow('not simulated');
      const other = await IamCloud.load();
      await other.send(role({}));
      await expect(other.send(new PutRolePolicyCommand(put))).rejects.toThrow(name);
    },
  );
});

describe('managed policies', () => {
  it.each([
    [
      new AttachRolePolicyCommand({
        RoleName,
        PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    ],
    [new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })],
  ])('of AWS that are not known here are refused by name', async (command) => {
    await at.send(role({}));
    await expect(at.send(command)).rejects.toThrow(
      'not simulated: managed policy arn:aws:iam::aws:policy/ReadOnlyAccess',
    );
  });

  it('are not deleted while a role has them', async () => {
    await at.send(role({}));
    await at.send(makePolicy);
    await at.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(at.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      ...{
        name: 'DeleteConflictException',
        message: 'Cannot delete a policy attached to entities.',
      },
    });
    const attached = await at.send(new ListPoliciesCommand({ OnlyAttached: true }));
    expect(attached).toMatchObject({ Policies: [{ PolicyName: 'read', AttachmentCount: 1 }] });
  });

  it('are not deleted with several versions', async () => {
    await at.send(makePolicy);
    await at.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    const deletion = at.send(new DeletePolicyCommand({ PolicyArn }));
    await expect(deletion).rejects.toThrow('This policy has more than one version.');
  });

  it('are gone once they are deleted', async () => {
    await at.send(makePolicy);
    await at.send(new DeletePolicyCommand({ PolicyArn }));
    const read = at.send(new GetPolicyCommand({ PolicyArn }));
    await expect(read).rejects.toThrow(`Policy ${PolicyArn} was not found.`);
  });

  it('of AWS are nobody to change', async () => {
    const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const deletion = at.send(new DeletePolicyCommand({ PolicyArn: arn }));
    await expect(deletion).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    expect(await at.send(new GetPolicyCommand({ PolicyArn: arn }))).toMatchObject({
      Policy: { PolicyName: 'AdministratorAccess', Path: '/' },
    });
  });

  it('have 6,144 characters at most', async () => {
    const empty = policyText(allow('sqs:ListQueues', { Sid: '' })).length;
    const sized = (length: number) => {
      const text = policyText(allow('sqs:ListQueues', { Sid: 'a'.repeat(length - empty) }));
      return new CreatePolicyCommand({ PolicyName: `p${length}`, PolicyDocument: text });
    };
    await expect(at.send(sized(6144))).resolves.toBeDefined();
    await expect(at.send(sized(6145))).rejects.toThrow('Cannot exceed quota for PolicySize: 6144');
  });
});

describe('lists', () => {
  it('go on where the page before ended', async () => {
    for (const name of ['a', 'b', 'c']) await at.send(role({ RoleName: name }));
    const first = await at.send(new ListRolesCommand({ MaxItems: 2 }));
    expect(first).toMatchObject({
      IsTruncated: true,
      Roles: [{ RoleName: 'a' }, { RoleName: 'b' }],
    });
    const Marker = first['Marker'];
    const second = await at.send(new ListRolesCommand({ MaxItems: 2, Marker }));
    expect(second).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] });
  });

  it.each([0, 1001])('are not asked for %i items', async (MaxItems) => {
    const asked = at.send(new ListRolesCommand({ MaxItems }));
    await expect(asked).rejects.toThrow("Value at 'maxItems' failed to satisfy constraint");
  });

  it('are not asked for after a marker that was never given', async () => {
    const asked = at.send(new ListRolesCommand({ Marker: '!' }));
    await expect(asked).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('a user', () => {
  it('is not deleted while it has an access key', async () => {
    await at.send(new CreateUserCommand({ UserName: 'ann' }));
    await at.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
    const deletion = at.send(new DeleteUserCommand({ UserName: 'ann' }));
    await expect(deletion).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete access keys first.',
    });
  });

  it('has no groups, and a role no instance profiles, as there are none', async () => {
    await at.send(new CreateUserCommand({ UserName: 'ann' }));
    await at.send(role({}));
    const groups = await at.send(new ListGroupsForUserCommand({ UserName: 'ann' }));
    expect(groups).toMatchObject({ Groups: [], IsTruncated: false });
    const profiles = await at.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(profiles).toMatchObject({ InstanceProfiles: [], IsTruncated: false });
  });

  it('is told with the roles that have a policy', async () => {
    const UserName = 'ann';
    const made = [role({}), new CreateUserCommand({ UserName }), makePolicy];
    for (const command of made) await at.send(command);
    await at.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await at.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    expect(await at.send(new ListEntitiesForPolicyCommand({ PolicyArn }))).toMatchObject({
      PolicyRoles: [{ RoleName }],
      PolicyUsers: [{ UserName: 'ann' }],
      PolicyGroups: [],
    });
  });

  it('may be nobody: the operator asks who it is, a role’s session cannot', async () => {
    expect(await at.send(new GetUserCommand({}))).toMatchObject({
      User: { UserName: 'operator', Arn: `arn:aws:iam::${ACCOUNT}:user/operator` },
    });
    await at.send(role({}));
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
    const asked = at.send(new GetUserCommand({}), { kind: 'role', roleArn, session: 's' });
    await expect(asked).rejects.toThrow(
      'Must specify userName when calling with non-User credentials',
    );
  });
});
