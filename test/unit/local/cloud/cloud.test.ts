import { DescribeArchiveCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { Cloud, type CloudOptions } from '../../../../local/cloud.ts';
import { generatedName } from '../../../../local/cloudformation/names.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import { shop, writeAssembly } from './assembly-fixture.ts';
import { type Seen, shopCode } from './shop-code.ts';
import { START_MS } from './world.ts';

const ACCOUNT = '111122223333';
const assemblies: (() => void)[] = [];

afterEach(() => {
  for (const remove of assemblies.splice(0)) remove();
});

type Resources = typeof shop;

interface Loaded extends Partial<CloudOptions> {
  resources?: Resources;
  poison?: string[];
}

async function load({ resources = shop, poison = [], ...options }: Loaded = {}) {
  const { directory, remove } = writeAssembly(resources);
  assemblies.push(remove);
  const seen: Seen = { orders: [], relayed: [] };
  const lines: string[] = [];
  const cloud = await Cloud.load({
    assembly: directory,
    code: shopCode(seen, poison),
    time: virtualTime(START_MS),
    seed: 1,
    latency: 'typical',
    account: ACCOUNT,
    region: 'eu-west-1',
    trace: (line) => lines.push(line),
    ...options,
  });
  const place = (...orderIds: string[]) =>
    cloud.client().send(
      new PutEventsCommand({
        Entries: orderIds.map((orderId) => ({
          EventBusName: 'shop',
          Source: 'shop.orders',
          DetailType: 'OrderPlaced',
          Detail: JSON.stringify({ orderId }),
        })),
      }),
    ) as Promise<{ Entries: { EventId: string }[] }>;
  return { cloud, seen, lines, place };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `order-${n}`);

/** A copy of the shop in which a statement of a role or queue policy is gone. */
function without(change: (resources: Resources) => void): Resources {
  const copy = JSON.parse(JSON.stringify(shop)) as Resources;
  change(copy);
  return copy;
}

interface RoleProperties {
  Policies: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
}

function revoke(role: string, action: string): (resources: Resources) => void {
  return (resources) => {
    const { Policies } = resources[role]!.Properties as RoleProperties;
    for (const statement of Policies[0]!.PolicyDocument.Statement) {
      statement.Action = [statement.Action].flat().filter((granted) => granted !== action);
    }
  };
}

describe('a cloud assembly', () => {
  it('runs an event from the bus through queue, function, table and stream back to the bus', async () => {
    const { cloud, seen, place } = await load();
    await place(...ids(10));
    await cloud.drain();
    expect(seen.orders.toSorted()).toEqual(ids(10));
    expect(seen.relayed.toSorted()).toEqual(ids(10));
    const archive = cloud.client().send(new DescribeArchiveCommand({ ArchiveName: 'all' }));
    expect(await archive).toMatchObject({ EventCount: 20 });
    expect(cloud.queues().map(({ visible, inFlight }) => visible + inFlight)).toEqual([0, 0, 0]);
  });

  it('does the same, line by line, for the same seed', async () => {
    const run = async (seed: number) => {
      const { cloud, lines, place } = await load({ seed, poison: ['order-3'] });
      for (let round = 0; round < 5; round += 1) {
        await place(...ids(10));
        await cloud.scheduler.sleep(20);
      }
      await cloud.drain();
      return lines;
    };
    const [first, second, other] = [await run(1), await run(1), await run(2)];
    expect(first.length).toBeGreaterThan(300);
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('says in its trace when what happened, and nothing of this machine', async () => {
    const { cloud, lines, place } = await load({ latency: 'none' });
    await place('order-1');
    await cloud.drain();
    expect(lines.map((line) => line.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'))).toEqual([
      '0 bus.put shop ID shop.orders OrderPlaced',
      expect.stringMatching(/^0 queue.sent Shop-Queue-\w+ ID$/),
      '0 bus.delivered placed ID ID',
      '0 call operator eventbridge:PutEvents ok',
      expect.stringMatching(/^0 queue.received Shop-Queue-\w+ ID 1$/),
      '0 lambda.started consumer ID',
      '0 call consumer dynamodb:PutItem ok',
      '0 lambda.ended consumer ID ok',
      '0 mapping.handled consumer ID',
      expect.stringMatching(/^0 queue.deleted Shop-Queue-\w+ ID$/),
      '0 lambda.started relay ID',
      '0 bus.put shop ID shop.stock StockReserved',
      '0 call relay eventbridge:PutEvents ok',
      '0 lambda.ended relay ID ok',
    ]);
  });

  it('shows outputs, logs, meters and how full each queue is', async () => {
    const { cloud, place } = await load({ poison: ['order-1'], logLines: 2 });
    await place('order-0', 'order-1', 'order-2', 'order-3');
    await cloud.drain();
    expect(cloud.outputs('Shop')['QueueUrl']).toMatch(
      /^https:\/\/sqs.eu-west-1.amazonaws.com\/111122223333\/Shop-Queue/,
    );
    expect(cloud.outputs('None')).toEqual({});
    expect(cloud.logs.map(({ functionName }) => functionName)).toEqual(['consumer', 'consumer']);
    const { calls, writeUnits, invocations } = cloud.engines.meters.of('consumer');
    expect(Object.fromEntries(calls)).toEqual({ 'dynamodb:PutItem': 3 });
    expect(writeUnits).toBe(3);
    expect(invocations).toBeGreaterThanOrEqual(3);
    const queues = cloud.queues().map(({ name, visible, isDeadLetterQueue }) => ({
      name: name.replace(/-\w+$/, ''),
      visible,
      isDeadLetterQueue,
    }));
    expect(queues).toEqual([
      { name: 'Shop-DeadLetters', visible: 1, isDeadLetterQueue: true },
      { name: 'Shop-TargetDeadLetters', visible: 0, isDeadLetterQueue: true },
      { name: 'Shop-Queue', visible: 0, isDeadLetterQueue: false },
    ]);
  });

  it('stops where it stands', async () => {
    const { cloud, seen, place } = await load();
    await place('order-1');
    cloud.stop();
    await cloud.drain();
    expect(seen.orders).toEqual([]);
  });

  it('refuses a function without code, by name', async () => {
    await expect(load({ code: () => undefined })).rejects.toThrow(
      /Shop \/ Consumer: function consumer, for which there is no code/,
    );
  });

  it('refuses a pattern that EventBridge would refuse, with logical id and path', async () => {
    const resources = without((copy) => {
      const properties = copy['Rule']!.Properties as { EventPattern: object };
      properties.EventPattern = { detail: { total: [{ nonsense: 1 }] } };
    });
    await expect(load({ resources })).rejects.toThrow(
      /Shop \/ Rule \/ Properties.EventPattern.detail.total/,
    );
  });
});

describe('a grant that is missing', () => {
  it.each([
    ['ConsumerRole', 'sqs:DeleteMessage', /role\/Shop-ConsumerRole.*sqs:DeleteMessage.*Shop-Queue/],
    ['RelayRole', 'dynamodb:GetRecords', /role\/Shop-RelayRole.*dynamodb:GetRecords.*stream/],
    ['RelayRole', 's3:PutObject', /role\/Shop-RelayRole.*s3:PutObject.*arn:aws:s3:::/],
  ])('of %s for %s is refused at load', async (role, action, message) => {
    const loading = load({ resources: without(revoke(role, action)) });
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    ['ConsumerRole', 'dynamodb:PutItem', /consumer is not authorized.*dynamodb:PutItem.*table/],
    ['RelayRole', 'events:PutEvents', /relay is not authorized.*events:PutEvents.*event-bus\/shop/],
  ])('of %s for %s ends the run at use', async (role, action, message) => {
    const { cloud, place } = await load({ resources: without(revoke(role, action)) });
    await place('order-1');
    await expect(cloud.drain()).rejects.toThrow(message);
  });

  it('of a queue for its rule is refused at load, where AWS would drop its events', async () => {
    const resources = without((copy) => delete copy['QueuePolicy']);
    await expect(load({ resources })).rejects.toThrow(
      /events.amazonaws.com is not authorized.*sqs:SendMessage.*Shop-Queue/,
    );
  });

  it('only fails the call in a server', async () => {
    const resources = without(revoke('ConsumerRole', 'dynamodb:PutItem'));
    const { cloud, seen, place } = await load({ resources, conduct: 'server' });
    await place('order-1');
    await cloud.drain();
    expect(seen.orders).toEqual([]);
    expect(cloud.queues().find(({ name }) => name.includes('DeadLetters'))?.visible).toBe(1);
  });
});

describe('explain', () => {
  it('tells what each rule did with an event, and what became of it', async () => {
    const { cloud, place } = await load({
      latency: 'none',
      explainEvents: 10,
      poison: ['order-1'],
    });
    const { Entries } = await place('order-1');
    await cloud.drain();
    const [explanation] = cloud.explain(Entries[0]!.EventId);
    expect(explanation).toMatchObject({ bus: 'shop', atMs: START_MS });
    expect(explanation?.rules).toHaveLength(1);
    expect(explanation?.rules[0]).toMatchObject({ rule: 'placed', outcome: 'matched' });
    const steps = explanation?.rules[0]?.steps.map(({ kind, note }) => [kind, note]);
    expect(steps).toEqual([
      ['bus.delivered', undefined],
      ['queue.received', 1],
      ['mapping.failed', undefined],
      ['queue.received', 2],
      ['mapping.failed', undefined],
      ['queue.received', 3],
      ['mapping.failed', undefined],
      ['queue.buried', expect.stringMatching(/^Shop-DeadLetters/)],
    ]);
  });

  it('tells that an event is gone because its bus does not exist', async () => {
    const { cloud } = await load({ explainEvents: 10, conduct: 'server' });
    const entry = { EventBusName: 'none', Source: 'a', DetailType: 'b', Detail: '{"id":"o-1"}' };
    await cloud.client().send(new PutEventsCommand({ Entries: [entry] }));
    expect(cloud.explain('o-1')).toMatchObject([{ bus: 'none', lost: 'the bus does not exist' }]);
  });

  it('finds an event by an id in its detail, and names the first field that failed', async () => {
    const { cloud, place } = await load({ explainEvents: 10 });
    await place('order-7');
    await cloud.drain();
    const [placed, reserved, ...others] = cloud.explain('order-7');
    expect(others).toEqual([]);
    expect(placed?.rules[0]?.outcome).toBe('matched');
    expect(reserved?.rules).toEqual([
      { rule: 'placed', outcome: 'not matched', failedField: 'source', steps: [] },
    ]);
    expect(cloud.explain('order-')).toEqual([]);
  });

  it('keeps only the latest events, and none unless asked', async () => {
    const { cloud, place } = await load({ explainEvents: 2 });
    await place(...ids(5));
    expect(ids(5).flatMap((id) => cloud.explain(id)).length).toBe(2);
    const silent = await load();
    await silent.place('order-1');
    expect(silent.cloud.explain('order-1')).toEqual([]);
  });
});

describe('a client', () => {
  it('acts for any principal', async () => {
    const { cloud } = await load({ conduct: 'server' });
    const queue = cloud.queues()[0]!;
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${generatedName('Shop', 'RelayRole')}`;
    const client = cloud.client({ kind: 'role', roleArn, session: 'someone' }, 'someone');
    const sending = client.send(
      new SendMessageCommand({ QueueUrl: queue.url, MessageBody: 'hello' }),
    );
    await expect(sending).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('assumed-role/Shop-RelayRole'),
      $fault: 'client',
      $metadata: { httpStatusCode: 403, attempts: 1 },
    });
    expect(cloud.engines.meters.of('someone').calls.get('sqs:SendMessage')).toBe(1);
  });
});
