import {
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../local/service.ts';
import { zipOf } from '../lambda/api.ts';
import { ACCOUNT, allow, IamCloud, policyText, trustText } from './cloud-fixture.ts';

const LAMBDA = { Service: 'lambda.amazonaws.com' };
const RoleName = 'worker';
const roleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
const session: Principal = { kind: 'role', roleArn, session: 'lister' };
const list = new ListQueuesCommand({});
const listing = allow('sqs:ListQueues');

let at: IamCloud;
beforeEach(async () => {
  at = await IamCloud.load();
});

/** A function in the role, whose handler lists queues. */
function lister(): Promise<unknown> {
  const { lambda } = at.cloud.engines;
  const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:lister`;
  const unset = { reservedConcurrency: undefined, deadLetterArn: undefined, variables: {} };
  const settings = { name: 'lister', arn, roleArn, memoryMb: 128, timeoutMs: 1000, ...unset };
  const target = lambda.createFunction(settings, {
    start: (environment) => async () => Object.keys(await environment.client.send(list)),
  });
  return target.invoke({})!;
}

describe('a role made by a call', () => {
  it('lets a function do exactly what its policies say', async () => {
    await at.role(RoleName, trustText(LAMBDA), listing);
    expect(await lister()).toMatchObject({ result: ['$metadata'] });
    await at.allow(RoleName, allow('sqs:SendMessage'));
    const error = {
      errorType: 'AccessDenied',
      errorMessage: expect.stringContaining('ListQueues'),
    };
    expect(await lister()).toMatchObject({ error });
  });

  it.each([
    ['events.amazonaws.com', 'another service'],
    ['lambda.example.com', 'a service that there is not'],
  ])('that trusts %s is not one for Lambda: %s', async (Service) => {
    await at.role(RoleName, trustText({ Service }));
    expect(() => lister()).toThrow('because no trust policy allows the sts:AssumeRole action');
  });

  it('is not one for Lambda any more once its trust policy says so', async () => {
    await at.role(RoleName, trustText(LAMBDA));
    expect(at.cloud.engines.iam.assume(LAMBDA.Service, roleArn)).toMatchObject({ roleArn });
    const PolicyDocument = trustText({ Service: 'events.amazonaws.com' });
    await at.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    expect(() => at.cloud.engines.iam.assume(LAMBDA.Service, roleArn)).toThrow('trust policy');
    expect(at.cloud.engines.iam.assume('events.amazonaws.com', roleArn)).toMatchObject({ roleArn });
  });

  it('is denied what no policy of it allows, and again once it is deleted', async () => {
    const denied = {
      name: 'AccessDenied',
      message: expect.stringContaining('assumed-role/worker'),
    };
    await at.role(RoleName, trustText(LAMBDA));
    await expect(at.send(list, session)).rejects.toMatchObject(denied);
    await at.allow(RoleName, listing);
    await expect(at.send(list, session)).resolves.toBeDefined();
    await at.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
    await expect(at.send(list, session)).rejects.toMatchObject(denied);
    await at.allow(RoleName, listing);
    await at.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'own' }));
    await at.send(new DeleteRoleCommand({ RoleName }));
    await expect(at.send(list, session)).rejects.toMatchObject(denied);
  });

  it('has what its managed policies say, in the version that is their default', async () => {
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/queues`;
    await at.role(RoleName, trustText(LAMBDA));
    const PolicyDocument = policyText(listing);
    await at.send(new CreatePolicyCommand({ PolicyName: 'queues', PolicyDocument }));
    await at.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(at.send(list, session)).resolves.toBeDefined();
    const denying = policyText({ ...listing, Effect: 'Deny' });
    const version = { PolicyArn, PolicyDocument: denying, SetAsDefault: true };
    await at.send(new CreatePolicyVersionCommand(version));
    await expect(at.send(list, session)).rejects.toThrow('with an explicit deny');
    await at.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(at.send(list, session)).rejects.toThrow('because no identity-based policy allows');
  });

  it('may do everything with AdministratorAccess', async () => {
    await at.role(RoleName, trustText(LAMBDA));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await at.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(at.send(list, session)).resolves.toBeDefined();
  });
});

describe('whoever passes a role', () => {
  const create = new CreateFunctionCommand({
    ...{ FunctionName: 'made', Role: roleArn, Runtime: 'nodejs24.x', Handler: 'index.handler' },
    Code: { ZipFile: zipOf({ 'index.js': '' }) },
  });
  const passed = (service: string) => ({
    Condition: { StringEquals: { 'iam:PassedToService': service } },
  });

  it.each([
    ['without iam:PassRole', []],
    ['with iam:PassRole to another service', [allow('iam:PassRole', passed('ecs.amazonaws.com'))]],
  ])('is refused %s', async (_how, statements) => {
    await at.role(RoleName, trustText(LAMBDA), allow('lambda:CreateFunction'), ...statements);
    await expect(at.send(create, session)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`perform: iam:PassRole on resource: ${roleArn}`),
    });
  });

  it('gets past that with iam:PassRole to the service', async () => {
    const passing = allow('iam:PassRole', passed('lambda.amazonaws.com'));
    await at.role(RoleName, trustText(LAMBDA), allow('lambda:CreateFunction'), passing);
    // There is nothing here that runs archives, which is told after the permission.
    await expect(at.send(create, session)).rejects.toThrow('not simulated: code over the API');
  });

  it('gives API Gateway none without iam:PassRole, and needs no permission where there is none to give', async () => {
    const { id: restApiId } = await at.send(new CreateRestApiCommand({ name: 'shop' }));
    const { items } = await at.send(new GetResourcesCommand({ restApiId }));
    const resourceId = items[0]['id'];
    const of = { restApiId, resourceId, httpMethod: 'GET' };
    await at.send(new PutMethodCommand({ ...of, authorizationType: 'NONE' }));
    const put = (credentials?: string) =>
      at.send(new PutIntegrationCommand({ ...of, type: 'MOCK', credentials }), session);
    await at.role(RoleName, trustText(LAMBDA), allow('apigateway:*'));
    await expect(put(roleArn)).rejects.toThrow(`perform: iam:PassRole on resource: ${roleArn}`);
    await expect(put()).resolves.toMatchObject({ type: 'MOCK' });
  });
});
