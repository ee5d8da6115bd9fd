import { beforeAll, describe, expect, it } from 'vitest';
import { authorization, jsonRequest } from '../wire/wire-world.ts';
import { LogsCloud, logGroupName, logStreamName, START_MS } from './logs-cloud.ts';

const HOUR_MS = 3_600_000;

let at: LogsCloud;
beforeAll(async () => {
  at = await LogsCloud.load();
});

/** A call in AWS JSON 1.1: its status, and what it answers. */
async function call(operation: string, input: object): Promise<[number, Record<string, unknown>]> {
  const type = 'application/x-amz-json-1.1';
  const headers = {
    authorization: authorization('logs', 'AKIDEXAMPLE', 'us-east-1'),
    'content-type': type,
  };
  const target = `Logs_20140328.${operation}`;
  const request = jsonRequest(target, JSON.stringify(input), headers);
  const { status, body } = await at.cloud.handle(request);
  return [status, JSON.parse(body)];
}

describe('CloudWatch Logs over the wire', () => {
  it('takes instants in milliseconds, and gives them back', async () => {
    const of = { logGroupName, logStreamName };
    const logEvents = [{ timestamp: START_MS + HOUR_MS, message: 'later' }];
    const [, put] = await call('PutLogEvents', { ...of, logEvents });
    expect(put).toEqual({ nextSequenceToken: expect.any(String) });
    const found = (startTime: number) => call('FilterLogEvents', { logGroupName, startTime });
    expect(await found(START_MS + HOUR_MS)).toMatchObject([
      200,
      { events: [{ timestamp: START_MS + HOUR_MS, message: 'later' }], searchedLogStreams: [] },
    ]);
    expect(await found(START_MS + HOUR_MS + 1)).toMatchObject([200, { events: [] }]);
  });

  it.each([
    ['DescribeLogStreams', { logGroupName: 'nobody' }, 'ResourceNotFoundException'],
    ['FilterLogEvents', { logGroupName, startTime: 'soon' }, 'SerializationException'],
    ['PutMetricFilter', { logGroupName }, 'UnknownOperationException'],
    ['PutSubscriptionFilter', { logGroupName }, 'UnknownOperationException'],
    ['FilterLogEvents', { logGroupName, unmask: true }, 'InvalidParameterException'],
  ])('refuses %s of %j as %s', async (operation, input, type) => {
    expect(await call(operation, input)).toMatchObject([400, { __type: type }]);
  });

  it('names what it does not simulate', async () => {
    const [, { message }] = await call('PutMetricFilter', { logGroupName });
    expect(message).toBe('not simulated: operation cloudwatchlogs:PutMetricFilter');
    const pattern = { logGroupName, filterPattern: '%a.*%' };
    const [, refused] = await call('FilterLogEvents', pattern);
    expect(refused['message']).toBe('not simulated: filter pattern %a.*% (regular expression)');
  });
});
