import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import { cloudCommand } from '../../../ops/cloud.ts';

const lines: string[] = [];

/** Runs `orderly cloud` until `use` is done with its address, and gives the exit code. */
async function whileServing(
  options: Parameters<typeof cloudCommand>[0],
  use: (url: string) => Promise<void>,
): Promise<number> {
  const greeted = Promise.withResolvers<string>();
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    lines.push(line);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) greeted.resolve(url);
  });
  const ended = cloudCommand(options);
  try {
    await use(await Promise.race([greeted.promise, ended.then(() => 'it ended')]));
  } finally {
    process.emit('SIGINT');
  }
  return ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One call of AWS's API. */
async function call(url: string, target: string, input: object): Promise<unknown> {
  return (await respond(url, target, input)).json();
}

function respond(url: string, target: string, input: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
}

afterEach(() => {
  lines.length = 0;
});

describe('orderly cloud', () => {
  it('serves an empty cloud until it is interrupted, and empties it again when asked', async () => {
    const code = await whileServing({ port: 0, empty: true }, async (url) => {
      const tables = () => call(url, 'DynamoDB_20120810.ListTables', {});
      expect(await (await fetch(`${url}/_orderly/health`)).json()).toEqual({ status: 'ok' });
      await call(url, 'DynamoDB_20120810.CreateTable', {
        TableName: 'things',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      });
      expect(await tables()).toEqual({ TableNames: ['things'] });
      const reset = await fetch(`${url}/_orderly/reset`, { method: 'POST' });
      expect(await reset.json()).toEqual({ status: 'ok' });
      expect(await tables()).toEqual({ TableNames: [] });
      expect((await fetch(`${url}/_orderly/reset`)).status).toBe(405);
    });
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe('stopped');
  });

  it('serves the platform, and tells where its API is', async () => {
    await whileServing({ port: 0 }, async (url) => {
      const listed = await call(url, 'DynamoDB_20120810.ListTables', {});
      expect(listed).toMatchObject({ TableNames: expect.arrayContaining([expect.any(String)]) });
      const api = new RegExp(`ApiUrl +(${url}/restapis/\\S+/_user_request_/)`).exec(lines.join());
      expect((await fetch(`${api?.[1]}orders/1`)).status).toBe(401);
    });
  });

  it('ends at once although a client waits for a message', async () => {
    const polls: Promise<Response>[] = [];
    const code = await whileServing({ port: 0, empty: true }, async (url) => {
      const created = await call(url, 'AmazonSQS.CreateQueue', { QueueName: 'letters' });
      polls.push(
        respond(url, 'AmazonSQS.ReceiveMessage', { ...(created as object), WaitTimeSeconds: 20 }),
      );
      await call(url, 'AmazonSQS.ListQueues', {});
    });
    expect(code).toBe(0);
    expect((await polls[0]!).status).toBe(503);
  });

  it('prints the cause of an error that is a mistake of its own', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    await whileServing({ port: 0, empty: true }, async (url) => {
      vi.spyOn(Iam.prototype, 'authorise').mockImplementation(() => {
        throw new TypeError('a mistake of ours');
      });
      expect((await respond(url, 'AmazonSQS.ListQueues', {})).status).toBe(500);
    });
    expect(errors.mock.calls).toEqual([[expect.stringContaining('TypeError: a mistake of ours')]]);
  });

  it('leaves no server behind where the platform cannot be synthesized', async () => {
    vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
    vi.stubEnv('TMPDIR', '/nowhere');
    const port = await freePort();
    await expect(cloudCommand({ port })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(lines).toEqual(['stopped']);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });

  it('says in one line that a port is in use', async () => {
    await whileServing({ port: 0, empty: true }, async (url) => {
      const port = Number(new URL(url).port);
      await expect(cloudCommand({ port })).rejects.toMatchObject({
        name: 'UsageError',
        message: `Port ${port} is in use; choose another one with --port`,
      });
    });
  });
});
