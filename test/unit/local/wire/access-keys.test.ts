import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, IamCloud, policyText, START_MS, trustText } from '../iam/cloud-fixture.ts';
import { authorization, jsonRequest } from './wire-world.ts';

const UserName = 'ann';
const IDENTITY = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
const GET_USER = { Action: 'GetUser', Version: '2010-05-08' };
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

let at: IamCloud;
beforeEach(async () => {
  at = await IamCloud.load();
});

/** A user with one inline policy; gives its access key. */
async function userMay(...actions: string[]): Promise<string> {
  await at.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = policyText(allow(actions));
  await at.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
  const { AccessKey } = await at.send(new CreateAccessKeyCommand({ UserName }));
  return AccessKey['AccessKeyId'];
}

async function listTables(key: string): Promise<{ status: number; type: string | undefined }> {
  const signed = { authorization: authorization('dynamodb', key) };
  const request = jsonRequest('DynamoDB_20120810.ListTables', '{}', signed);
  const { status, body } = await at.cloud.handle(request);
  return { status, type: (JSON.parse(body) as { __type?: string }).__type?.split('#')[1] };
}

describe("a user's access key", () => {
  it('is that user, with its policies', async () => {
    const key = await userMay('iam:GetUser');
    const { body } = await at.query('sts', IDENTITY, key);
    expect(body).toContain(`<Arn>arn:aws:iam::${ACCOUNT}:user/ann</Arn>`);
    // Who names no user means itself.
    const own = await at.query('iam', GET_USER, key);
    expect(own.body).toContain('<UserName>ann</UserName>');
    expect(await listTables(key)).toEqual({ status: 400, type: 'AccessDeniedException' });
  });

  it('may ask about itself with a permission on itself alone', async () => {
    const own = `arn:aws:iam::${ACCOUNT}:user/ann`;
    const key = await userMay('sqs:*');
    expect((await at.query('iam', GET_USER, key)).status).toBe(403);
    const PolicyDocument = policyText(allow('iam:GetUser', { Resource: own }));
    await at.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    expect((await at.query('iam', GET_USER, key)).status).toBe(200);
    const other = { ...GET_USER, UserName: 'bob' };
    expect((await at.query('iam', other, key)).status).toBe(403);
  });

  it('is told in the XML of IAM what it may not', async () => {
    const key = await userMay('iam:GetUser');
    const listed = { Action: 'ListRoles', Version: '2010-05-08' };
    const { status, body } = await at.query('iam', listed, key);
    expect(status).toBe(403);
    expect(body).toContain('<Code>AccessDenied</Code>');
    expect(body).toContain(
      `User: arn:aws:iam::${ACCOUNT}:user/ann is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::${ACCOUNT}:role/ because no identity-based policy allows the iam:ListRoles action`,
    );
  });

  it('is nobody any more once it is deleted', async () => {
    const AccessKeyId = await userMay('*');
    expect(await listTables(AccessKeyId)).toMatchObject({ status: 200 });
    await at.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    expect(await listTables(AccessKeyId)).toEqual({
      ...{ status: 400, type: 'UnrecognizedClientException' },
    });
    const { status, body } = await at.query('sts', IDENTITY, AccessKeyId);
    expect(status).toBe(403);
    expect(body).toContain('<Code>InvalidClientTokenId</Code>');
    expect(body).toContain('The security token included in the request is invalid.');
  });
});

describe('the credentials of an assumed role', () => {
  const assumed = async (): Promise<string> => {
    const RoleArn = await at.role('reader', trustText(ROOT), allow('dynamodb:ListTables'));
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'reading' });
    const { Credentials } = await at.send(command);
    return Credentials['AccessKeyId'];
  };

  it('may what the role may, and are its session', async () => {
    const key = await assumed();
    expect(await listTables(key)).toMatchObject({ status: 200 });
    const { body } = await at.query('sts', IDENTITY, key);
    expect(body).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/reading`);
    expect((await at.query('iam', { ...GET_USER, UserName }, key)).status).toBe(403);
  });

  it('hold until their time is over', async () => {
    const key = await assumed();
    const endMs = START_MS + 3_600_000;
    await at.cloud.scheduler.sleep(endMs - 1 - at.cloud.scheduler.nowMs());
    expect(await listTables(key)).toMatchObject({ status: 200 });
    await at.cloud.scheduler.sleep(1);
    expect(await listTables(key)).toEqual({ status: 400, type: 'ExpiredTokenException' });
    const { body } = await at.query('sts', IDENTITY, key);
    expect(body).toContain('<Code>ExpiredToken</Code>');
  });
});

describe('IAM in AWS Query', () => {
  it('writes dates, lists and documents as AWS does', async () => {
    await at.role('worker', trustText(ROOT));
    const listed = { Action: 'ListRoles', Version: '2010-05-08' };
    const { status, headers, body } = await at.query('iam', listed, 'anyone');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml');
    expect(body).toContain('<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">');
    expect(body).toContain('<IsTruncated>false</IsTruncated>');
    expect(body).toContain('<CreateDate>2026-01-01T00:00:00Z</CreateDate>');
    expect(body).toContain(`<AssumeRolePolicyDocument>${encodeURIComponent(trustText(ROOT))}<`);
  });

  it.each([
    [{ Action: 'GetRole', RoleName: 'nobody' }, 404, 'NoSuchEntity'],
    [
      { Action: 'CreateRole', RoleName: 'a', AssumeRolePolicyDocument: '{' },
      400,
      'MalformedPolicyDocument',
    ],
    [{ Action: 'CreateRole', RoleName: 'a b' }, 400, 'ValidationError'],
    [{ Action: 'CreateGroup', GroupName: 'a' }, 400, 'InvalidAction'],
  ])('answers %j with %i %s', async (parameters, status, code) => {
    const asked = await at.query(
      'iam',
      { Version: '2010-05-08', ...parameters } as never,
      'anyone',
    );
    expect(asked.status).toBe(status);
    expect(asked.body).toContain(`<Code>${code}</Code>`);
  });
});
