import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../local/apigateway/http.ts';
import { Cloud } from '../../../local/cloud.ts';
import { realTime } from '../../../local/scheduler.ts';
import { RESET, ReplaceableCloud, type Running } from '../../../ops/served-cloud.ts';
import { authorization, jsonRequest } from '../local/wire/wire-world.ts';

/** Clouds that are made and not yet stopped, and the most there ever were. */
const alive = { now: 0, most: 0 };
const clouds: Cloud[] = [];
const served: ReplaceableCloud[] = [];

/** An empty cloud whose clock stands: what waits there waits for ever. */
async function make(): Promise<Running> {
  alive.now += 1;
  alive.most = Math.max(alive.most, alive.now);
  const options = { time: realTime(() => 0), seed: 1, latency: 'none' } as const;
  const cloud = await Cloud.load({ ...options, code: () => undefined });
  clouds.push(cloud);
  const stop = async (): Promise<void> => {
    cloud.stop();
    alive.now -= 1;
  };
  return { cloud, stop };
}

function serving(maker = make): ReplaceableCloud {
  const replaceable = new ReplaceableCloud(maker);
  served.push(replaceable);
  return replaceable;
}

function sqs(operation: string, input: object): HttpRequest {
  const headers = { authorization: authorization('sqs') };
  return jsonRequest(`AmazonSQS.${operation}`, JSON.stringify(input), headers);
}

/** A request that waits for a message that nobody sends. */
async function longPoll(cloud: ReplaceableCloud): Promise<Promise<HttpResponse>[]> {
  const { body } = await cloud.handle(sqs('CreateQueue', { QueueName: 'letters' }));
  const { QueueUrl } = JSON.parse(body);
  return [cloud.handle(sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }))];
}

const reset: HttpRequest = { method: 'POST', path: RESET, headers: {} };
const list = sqs('ListQueues', {});

afterEach(async () => {
  await Promise.all(served.splice(0).map((cloud) => cloud.end()));
  clouds.length = 0;
  Object.assign(alive, { now: 0, most: 0 });
});

describe('a cloud in service', () => {
  it('tells whoever still waits for an answer that it was emptied', async () => {
    const cloud = serving();
    const [poll] = await longPoll(cloud);
    expect(await cloud.handle(reset)).toMatchObject({ status: 200 });
    expect(await poll).toMatchObject({ status: 503, body: expect.stringContaining('emptied') });
    expect(await cloud.handle(list)).toMatchObject({ status: 200, body: '{}' });
  });

  it('tells them too when it ends', async () => {
    const cloud = serving();
    const [poll] = await longPoll(cloud);
    await cloud.end();
    expect(await poll).toMatchObject({ status: 503 });
    expect(alive.now).toBe(0);
  });

  it('is followed by one other at a time, however many ask', async () => {
    const cloud = serving();
    const answers = await Promise.all([1, 2, 3].map(() => cloud.handle(reset)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([clouds.length, alive.most, alive.now]).toEqual([4, 1, 1]);
    await cloud.end();
    expect(alive.now).toBe(0);
  });

  it('gives what comes while it is emptied to the one that follows', async () => {
    const cloud = serving();
    await cloud.handle(sqs('CreateQueue', { QueueName: 'letters' }));
    const resetting = cloud.handle(reset);
    expect(await cloud.handle(list)).toMatchObject({ status: 200, body: '{}' });
    expect(await resetting).toMatchObject({ status: 200 });
  });

  it('has no other after it once it has ended', async () => {
    const cloud = serving();
    await cloud.end();
    expect(await cloud.handle(reset)).toMatchObject({ status: 503 });
    expect(await cloud.handle(list)).toMatchObject({ status: 503 });
    expect([clouds.length, alive.now]).toEqual([1, 0]);
  });

  it('fails with what ends its run', async () => {
    const cloud = serving();
    const running = await cloud.running;
    running.cloud.scheduler.after(0, () => {
      throw new Error('the run ends');
    });
    await expect(cloud.failure).rejects.toThrow('the run ends');
  });

  it('fails where no other can be made', async () => {
    let times = 0;
    const cloud = serving(async () => {
      times += 1;
      if (times > 1) throw new Error('no more clouds');
      return make();
    });
    await expect(cloud.handle(reset)).rejects.toThrow('no more clouds');
    await expect(cloud.failure).rejects.toThrow('no more clouds');
    await cloud.end();
    expect(alive.now).toBe(0);
  });
});
