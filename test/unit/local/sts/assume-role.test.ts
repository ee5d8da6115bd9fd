import { CreateUserCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../local/service.ts';
import { ACCOUNT, allow, IamCloud, START_MS, trustText } from '../iam/cloud-fixture.ts';

const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/target`;
const assume = (more: object = {}) =>
  new AssumeRoleCommand({ RoleArn, RoleSessionName: 'visit', ...more });
const denied = (caller: string) => ({
  name: 'AccessDenied',
  message: `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
  $metadata: { httpStatusCode: 403 },
});
const operator = `arn:aws:iam::${ACCOUNT}:user/operator`;

let at: IamCloud;
beforeEach(async () => {
  at = await IamCloud.load();
});

/** A user, made over the API. */
async function ann(): Promise<Principal> {
  const { User } = await at.send(new CreateUserCommand({ UserName: 'ann' }));
  const { Arn, UserId } = User as { Arn: string; UserId: string };
  return { kind: 'user', userArn: Arn, userId: UserId };
}

describe('assuming a role', () => {
  it('gives the credentials of a session, for an hour', async () => {
    await at.role('target', trustText(root));
    const answer = await at.send(assume());
    expect(answer).toMatchObject({
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/target/visit`,
        AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:visit$/),
      },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        Expiration: new Date(START_MS + 3_600_000),
      },
    });
  });

  it('is refused where there is no such role, as where its trust policy says no', async () => {
    await expect(at.send(assume())).rejects.toMatchObject(denied(operator));
    await at.role('target', trustText({ Service: 'lambda.amazonaws.com' }));
    await expect(at.send(assume())).rejects.toMatchObject(denied(operator));
  });

  it('needs a policy of the caller where only the account is trusted', async () => {
    await at.role('target', trustText(root));
    const caller = await at.role('caller', trustText(root));
    const session: Principal = { kind: 'role', roleArn: caller, session: 's' };
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/caller/s`;
    await expect(at.send(assume(), session)).rejects.toMatchObject(denied(arn));
    await at.allow('caller', allow('sts:AssumeRole'));
    await expect(at.send(assume(), session)).resolves.toBeDefined();
  });

  it('needs none where the trust policy names the user', async () => {
    const user = await ann();
    await at.role('target', trustText({ AWS: `arn:aws:iam::${ACCOUNT}:user/ann` }));
    await expect(at.send(assume(), user)).resolves.toBeDefined();
    await expect(at.send(assume())).rejects.toMatchObject(denied(operator));
  });

  it('is refused a caller of one account where another account is trusted', async () => {
    await at.role('target', trustText({ AWS: 'arn:aws:iam::111111111111:root' }));
    const caller = await at.role('caller', trustText(root));
    await at.allow('caller', allow('sts:AssumeRole'));
    const session: Principal = { kind: 'role', roleArn: caller, session: 's' };
    await expect(at.send(assume(), session)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('is for the operator where the trust policy names what it is told as its own ARN', async () => {
    const { Arn } = await at.send(new GetCallerIdentityCommand({}));
    await at.role('target', trustText({ AWS: Arn }));
    await expect(at.send(assume())).resolves.toBeDefined();
    await expect(at.send(assume(), await ann())).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('may want an external id', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'secret' } };
    await at.role('target', trustText(root, { Condition }));
    await expect(at.send(assume())).rejects.toMatchObject(denied(operator));
    await expect(at.send(assume({ ExternalId: 'wrong' }))).rejects.toMatchObject(denied(operator));
    await expect(at.send(assume({ ExternalId: 'secret' }))).resolves.toBeDefined();
  });

  it.each([
    [{ RoleSessionName: 'a' }, "at 'roleSessionName' failed to satisfy constraint"],
    [{ RoleSessionName: 'a b' }, 'pattern: [\\w+=,.@-]*'],
    [{ RoleArn: 'arn:aws:iam::12:role/target' }, 'is invalid'],
    [{ RoleArn: 'short' }, 'length greater than or equal to 20'],
    [{ DurationSeconds: 899 }, 'value greater than or equal to 900'],
    [{ DurationSeconds: 43_201 }, 'value less than or equal to 43200'],
    [{ DurationSeconds: 3601 }, 'exceeds the MaxSessionDuration set for this role.'],
    [{ ExternalId: 'a b' }, "at 'externalId' failed to satisfy constraint"],
  ])('is refused with %j', async (given, message) => {
    await at.role('target', trustText(root));
    await expect(at.send(assume(given))).rejects.toMatchObject({
      ...{ name: 'ValidationError', message: expect.stringContaining(message) },
    });
  });

  it('lasts an hour at most from one session to the next', async () => {
    const principal: Principal = { kind: 'role', roleArn: RoleArn, session: 's' };
    await at.role('target', trustText(root), allow('sts:AssumeRole'));
    const asked = at.send(assume({ DurationSeconds: 3601 }), principal);
    await expect(asked).rejects.toThrow('1 hour session limit for roles assumed by role chaining');
  });

  it('with a policy of its own is refused by name', async () => {
    await at.role('target', trustText(root));
    const asked = at.send(assume({ Policy: '{}' }));
    await expect(asked).rejects.toThrow('not simulated: Policy of sts:AssumeRole');
  });
});

describe('GetCallerIdentity', () => {
  it('says who a user is', async () => {
    const user = await ann();
    expect(await at.send(new GetCallerIdentityCommand({}), user)).toMatchObject({
      ...{ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/ann` },
      UserId: expect.stringMatching(/^AIDA/),
    });
  });
});
