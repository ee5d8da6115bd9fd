import { describe, expect, it } from 'vitest';
import type { Principal } from '../../../../local/service.ts';
import { authorization, jsonRequest, queryRequest, restRequest, WireWorld } from './wire-world.ts';

const LIST = 'DynamoDB_20120810.ListTables';

/** A role that may only describe, with its key. */
function roleIn(wired: WireWorld): string {
  const statements = [{ Action: 'dynamodb:DescribeTable', Resource: '*' }];
  const roleArn = wired.world.role('reader', statements);
  const principal: Principal = { kind: 'role', roleArn, session: 'reading' };
  return wired.credentials.issue(principal).accessKeyId;
}

const signedBy = (key: string) => ({ authorization: authorization('dynamodb', key) });

describe('the key that signs a request', () => {
  it('is the operator, unless it was issued to a role', async () => {
    const wired = new WireWorld({ conduct: 'server' });
    const key = roleIn(wired);
    const byOperator = await wired.send(jsonRequest(LIST, '{}', signedBy('anything')));
    expect(byOperator.status).toBe(200);
    const byRole = await wired.send(jsonRequest(LIST, '{}', signedBy(key)));
    expect(byRole.status).toBe(400);
    expect(JSON.parse(byRole.body)).toEqual({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      message: expect.stringContaining(
        'assumed-role/reader/reading is not authorized to perform: dynamodb:ListTables',
      ),
    });
  });

  it("says who a role's session is, and counts its calls under the session's name", async () => {
    const wired = new WireWorld({ conduct: 'server' });
    const key = roleIn(wired);
    const parameters = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
    const request = queryRequest('sts', parameters);
    const headers = { ...request.headers, authorization: authorization('sts', key) };
    const { body } = await wired.send({ ...request, headers });
    expect(body).toContain('arn:aws:sts::111122223333:assumed-role/reader/reading');
    const { calls } = wired.world.engines.meters.of('reading');
    expect([...calls]).toEqual([['sts:GetCallerIdentity', 1]]);
  });

  it('is the same for the same seed, and another each time', () => {
    const principal: Principal = { kind: 'operator' };
    const issue = ({ credentials }: WireWorld) => [
      credentials.issue(principal),
      credentials.issue(principal),
    ];
    const [first, second] = issue(new WireWorld());
    expect(issue(new WireWorld())).toEqual([first, second]);
    expect(first!.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(second!.accessKeyId).not.toBe(first!.accessKeyId);
  });
});

describe('a refusal on a strict cloud', () => {
  it("ends the run where a function's role was refused", async () => {
    const wired = new WireWorld();
    const { status } = await wired.send(jsonRequest(LIST, '{}', signedBy(roleIn(wired))));
    expect(status).toBe(400);
    await expect(wired.world.drain()).rejects.toThrow('is not authorized to perform');
  });

  it.each([
    ['an operation', 'DynamoDB_20120810.ExecuteStatement', 'operation dynamodb:ExecuteStatement'],
    ['a service', 'Kinesis_20131202.PutRecord', 'service Kinesis_20131202'],
  ])('ends the run where a function called %s that is not simulated', async (_, target, what) => {
    const wired = new WireWorld();
    const { status, body } = await wired.send(jsonRequest(target, '{}', signedBy(roleIn(wired))));
    expect(status).toBe(400);
    expect(body).toContain(`UnknownOperationException","message":"not simulated: ${what}"`);
    await expect(wired.world.drain()).rejects.toThrow(`not simulated: ${what}`);
  });

  it('ends the run where a function called S3', async () => {
    const wired = new WireWorld();
    const request = restRequest('s3', 'GET', '/bucket');
    const headers = { ...request.headers, authorization: authorization('s3', roleIn(wired)) };
    expect(await wired.send({ ...request, headers })).toMatchObject({ status: 501 });
    await expect(wired.world.drain()).rejects.toThrow('not simulated: service s3 over the wire');
  });

  it('does not end the run where the operator asked for what is not simulated', async () => {
    const wired = new WireWorld();
    const target = 'DynamoDB_20120810.ExecuteStatement';
    const { status } = await wired.send(jsonRequest(target, '{"Statement":"x"}'));
    expect(status).toBe(400);
    await expect(wired.world.drain()).resolves.toBeUndefined();
  });
});

describe('a refusal on a cloud that is not strict', () => {
  it.each([
    ['a parameter', 'DynamoDB_20120810.PutItem', '{"TableName":"things","Expected":{}}'],
    ['an operation', 'DynamoDB_20120810.ExecuteStatement', '{"Statement":"x"}'],
    ['a service', 'Kinesis_20131202.PutRecord', '{}'],
  ])('is all that a function is told of %s that is not simulated', async (_, target, body) => {
    const wired = new WireWorld({ conduct: 'server' });
    const answer = await wired.send(jsonRequest(target, body, signedBy(roleIn(wired))));
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('"not simulated: '),
    });
    await expect(wired.world.drain()).resolves.toBeUndefined();
  });
});

describe("an error that is no service's", () => {
  it('is answered as the fault of the service, and told to the log', async () => {
    const broken = new WireWorld();
    Object.assign(broken.world.composed.foundation.iam, {
      authorise: () => {
        throw new TypeError('a mistake of ours');
      },
    });
    const { status, headers, body } = await broken.send(jsonRequest(LIST, '{}'));
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
      message: 'Internal server error',
    });
    expect(headers).toHaveProperty('x-amzn-requestid');
    expect(broken.log).toEqual([expect.stringContaining('TypeError: a mistake of ours')]);
    await expect(broken.world.drain()).resolves.toBeUndefined();
  });
});
