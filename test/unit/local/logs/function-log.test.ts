import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../../local/cloud.ts';
import type { FunctionSettings } from '../../../../local/lambda/function-settings.ts';
import type { ExecutionEnvironment, Handler } from '../../../../local/lambda/handler.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { allow, policyText } from '../iam/cloud-fixture.ts';

const START_MS = Date.UTC(2026, 0, 1);
const ACCOUNT = '000000000000';
const ID = '[0-9a-f-]{36}';

interface Options {
  logging?: FunctionSettings['logging'];
  /** What its role may do; all that its log needs unless given. */
  may?: object[];
  logEvents?: number;
}

/** A cloud with one function of this code. */
class Shop {
  readonly cloud: Cloud;
  readonly #target: ReturnType<Cloud['engines']['lambda']['createFunction']>;

  private constructor(cloud: Cloud, { logging, may = [allow('logs:*')] }: Options, start: Start) {
    this.cloud = cloud;
    const { iam, lambda } = cloud.engines;
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/greeter`;
    const service = { Service: 'lambda.amazonaws.com' };
    const trust = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };
    iam.createRole({ name: 'greeter', arn: roleArn, trustPolicy: { Statement: [trust] } });
    if (may.length > 0) iam.putRolePolicy('greeter', 'own', policyText(...may));
    const arn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:greet`;
    const unset = { reservedConcurrency: undefined, deadLetterArn: undefined, variables: {} };
    this.#target = lambda.createFunction(
      { name: 'greet', arn, roleArn, memoryMb: 256, timeoutMs: 1000, logging, ...unset },
      { start },
    );
  }

  static async open(options: Options, start: Start = greet): Promise<Shop> {
    const time = virtualTime(START_MS);
    const { logEvents } = options;
    const world = { code: () => undefined, time, seed: 1, conduct: 'server', logEvents } as const;
    return new Shop(await Cloud.load({ ...world, latency: 'none' }), options, start);
  }

  async invoke(event: unknown = {}): Promise<void> {
    await this.#target.invoke(event);
  }

  /** Streams of a group, each with its messages. */
  async read(group = '/aws/lambda/greet'): Promise<{ stream: string; lines: string[] }[]> {
    const { logs, scheduler } = this.cloud.engines;
    const found = logs.find(group);
    if (!found) return [];
    const events = found.events(scheduler.nowMs());
    return [...found.streams.values()].map((stream) => ({
      stream: stream.name,
      lines: events.filter((event) => event.stream === stream).map(({ message }) => message),
    }));
  }
}

type Start = (environment: ExecutionEnvironment) => Handler;

const greet: Start = (environment) => async (event) => {
  const { sleepMs = 0, fails = false } = event as { sleepMs?: number; fails?: boolean };
  environment.log('hello');
  await environment.clock.sleep(sleepMs);
  if (fails) throw new TypeError('oh');
  return 'done';
};

describe('the log of a function', () => {
  it('is in the group of its name, a stream for each environment, as Lambda writes it', async () => {
    const shop = await Shop.open({});
    await shop.invoke({ sleepMs: 12 });
    await shop.invoke();
    const [{ stream, lines } = { stream: '', lines: [] }, ...others] = await shop.read();
    expect(others).toEqual([]);
    expect(stream).toMatch(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(lines).toHaveLength(8);
    expect(lines[0]).toMatch(new RegExp(`^START RequestId: ${ID} Version: \\$LATEST\n$`));
    expect(lines[1]).toBe('hello');
    expect(lines[2]).toMatch(new RegExp(`^END RequestId: ${ID}\n$`));
    expect(lines[3]).toMatch(
      new RegExp(
        `^REPORT RequestId: ${ID}\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 256 MB\tInit Duration: 0.00 ms\t\n$`,
      ),
    );
    expect(lines[7]).not.toContain('Init Duration');
  });

  it('has a stream for each environment', async () => {
    const shop = await Shop.open({});
    await Promise.all([shop.invoke({ sleepMs: 1 }), shop.invoke({ sleepMs: 1 })]);
    const streams = await shop.read();
    expect(streams.map(({ lines }) => lines.length)).toEqual([4, 4]);
    expect(streams[0]!.stream).not.toBe(streams[1]!.stream);
  });

  it('tells why an invocation failed', async () => {
    const shop = await Shop.open({});
    await shop.invoke({ fails: true });
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines[2]).toMatch(new RegExp(`^2026-01-01T00:00:00.000Z\t${ID}\tERROR\tInvoke Error `));
    expect(lines[2]).toContain('{"errorType":"TypeError","errorMessage":"oh"}');
  });

  it('tells that an invocation ran out of time', async () => {
    const shop = await Shop.open({});
    await shop.invoke({ sleepMs: 5000 });
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines[2]).toMatch(
      new RegExp(`^2026-01-01T00:00:01.000Z ${ID} Task timed out after 1.00 seconds\n\n$`),
    );
  });

  it('tells that the start of an environment failed', async () => {
    const shop = await Shop.open({}, () => {
      throw new Error('no start');
    });
    await shop.invoke();
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines.map((line) => line.split(/[ \t]/)[0])).toEqual([
      ...['START', '2026-01-01T00:00:00.000Z', 'END', 'REPORT'],
    ]);
    expect(lines[3]).not.toContain('Init Duration');
  });

  it('is in a group of its own choice under its name', async () => {
    const shop = await Shop.open({ logging: { group: 'shared', isJson: false, isTerse: false } });
    await shop.invoke();
    const [{ stream } = { stream: '' }] = await shop.read('shared');
    expect(stream).toMatch(/^2026\/01\/01\/greet\[\$LATEST\]\[[0-9a-f]{32}\]$/);
    expect(await shop.read()).toEqual([]);
  });

  it('has Lambda’s own lines as JSON where that is asked for', async () => {
    const shop = await Shop.open({ logging: { isJson: true, isTerse: false } });
    await shop.invoke({ sleepMs: 2000 });
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0]!)).toEqual({
      ...{ time: '2026-01-01T00:00:00.000Z', type: 'platform.start' },
      record: { requestId: expect.any(String), version: '$LATEST' },
    });
    expect(lines[1]).toBe('hello');
    expect(JSON.parse(lines[2]!)).toMatchObject({
      type: 'platform.report',
      record: {
        ...{ status: 'timeout', errorType: 'Sandbox.Timedout' },
        metrics: { durationMs: 1000, billedDurationMs: 1000, memorySizeMB: 256 },
      },
    });
  });

  it('has only what failed, as JSON, at the system level WARN', async () => {
    const shop = await Shop.open({ logging: { isJson: true, isTerse: true } });
    await shop.invoke();
    await shop.invoke({ fails: true });
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines.map((line) => line.slice(0, 7))).toEqual(['hello', 'hello', '{"time"']);
    expect(lines[2]).toContain('"status":"error","errorType":"TypeError"');
  });

  it.each([
    ['nothing', [], 0, 0],
    ['not make groups', [allow(['logs:CreateLogStream', 'logs:PutLogEvents'])], 0, 0],
    ['not make streams', [allow(['logs:CreateLogGroup', 'logs:PutLogEvents'])], 1, 0],
    ['not write', [allow(['logs:CreateLogGroup', 'logs:CreateLogStream'])], 0, 0],
  ])('is lost where the role may do %s', async (_what, may, groups, streams) => {
    const shop = await Shop.open({ may });
    await shop.invoke();
    const { logGroups } = await shop.cloud.client().send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toHaveLength(groups);
    expect(await shop.read()).toHaveLength(streams);
    // The latest lines are there all the same.
    expect(shop.cloud.logs.map(({ line }) => line)).toEqual(['hello']);
  });

  it('begins when the role may write it', async () => {
    const shop = await Shop.open({ may: [] });
    await shop.invoke();
    shop.cloud.engines.iam.putRolePolicy('greeter', 'own', policyText(allow('logs:*')));
    await shop.invoke();
    const [{ lines } = { lines: [] }] = await shop.read();
    expect(lines).toHaveLength(4);
    const streams = new DescribeLogStreamsCommand({ logGroupName: '/aws/lambda/greet' });
    expect(await shop.cloud.client().send(streams)).toMatchObject({ logStreams: [{}] });
  });

  it('is not written where nobody keeps events', async () => {
    const shop = await Shop.open({ logEvents: 0 });
    await shop.invoke();
    expect([...shop.cloud.engines.logs.groups()]).toEqual([]);
  });
});
