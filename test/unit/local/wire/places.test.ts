import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateRegistryCommand,
  ListRegistriesCommand,
  SchemasClient,
} from '@aws-sdk/client-schemas';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireWorld } from './wire-world.ts';

type Options = Awaited<ReturnType<WireWorld['clientOptions']>>;
type Place = { region?: string; accessKeyId?: string };

const HOME_ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '444455556666';
const wired = new WireWorld();
let home: Options;

beforeAll(async () => {
  home = await wired.clientOptions();
});

afterAll(() => wired.close());

/** How a client is set up for another place than the home, `eu-west-1`. */
function at({ region = home.region, accessKeyId = 'AKIDEXAMPLE' }: Place): Options {
  return { ...home, region, credentials: { accessKeyId, secretAccessKey: 'secret' } };
}

/** One of each service: makes something and tells its ARN, and tells how many there are. */
const services: readonly [
  string,
  (options: Options) => Promise<string>,
  (options: Options) => Promise<number>,
][] = [
  [
    'sqs',
    async (options) => {
      const client = new SQSClient(options);
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'letters' }));
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
      return (await client.send(asked)).Attributes?.['QueueArn'] ?? '';
    },
    async (options) =>
      (await new SQSClient(options).send(new ListQueuesCommand())).QueueUrls?.length ?? 0,
  ],
  [
    'dynamodb',
    async (options) => {
      const table = new CreateTableCommand({
        ...{ TableName: 'things', BillingMode: 'PAY_PER_REQUEST' },
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      });
      const { TableDescription } = await new DynamoDBClient(options).send(table);
      return TableDescription?.TableArn ?? '';
    },
    async (options) =>
      (await new DynamoDBClient(options).send(new ListTablesCommand())).TableNames!.length,
  ],
  [
    'events',
    async (options) => {
      const bus = new CreateEventBusCommand({ Name: 'shop' });
      return (await new EventBridgeClient(options).send(bus)).EventBusArn ?? '';
    },
    async (options) => {
      const list = new ListEventBusesCommand({ NamePrefix: 'shop' });
      return (await new EventBridgeClient(options).send(list)).EventBuses!.length;
    },
  ],
  [
    'schemas',
    async (options) => {
      const registry = new CreateRegistryCommand({ RegistryName: 'shop' });
      return (await new SchemasClient(options).send(registry)).RegistryArn ?? '';
    },
    async (options) => {
      const list = new ListRegistriesCommand({ RegistryNamePrefix: 'shop' });
      return (await new SchemasClient(options).send(list)).Registries!.length;
    },
  ],
  [
    'cloudwatch',
    async (options) => {
      const client = new CloudWatchClient(options);
      await client.send(
        new PutMetricAlarmCommand({
          ...{ AlarmName: 'late', Namespace: 'shop', MetricName: 'Late', Statistic: 'Sum' },
          ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
          ComparisonOperator: 'GreaterThanThreshold',
        }),
      );
      const { MetricAlarms } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: ['late'] }),
      );
      return MetricAlarms?.[0]?.AlarmArn ?? '';
    },
    async (options) =>
      (await new CloudWatchClient(options).send(new DescribeAlarmsCommand())).MetricAlarms
        ?.length ?? 0,
  ],
];

const places: readonly [string, Place, string][] = [
  ['another region', { region: 'us-east-1' }, `us-east-1:${HOME_ACCOUNT}`],
  ['another account', { accessKeyId: OTHER_ACCOUNT }, `eu-west-1:${OTHER_ACCOUNT}`],
];

describe.each(services)('what is made at %s', (service, make, count) => {
  it('belongs to the region and the account of the call, and is in no other', async () => {
    const arn = await make(home);
    expect(arn).toContain(`:${service}:eu-west-1:${HOME_ACCOUNT}:`);
    for (const [, place, named] of places) {
      expect(await count(at(place))).toBe(0);
      expect(await make(at(place))).toContain(`:${service}:${named}:`);
      expect(await count(at(place))).toBe(1);
    }
    expect(await count(home)).toBe(1);
  });
});

describe('a place', () => {
  it.each(places)('of %s has URLs of its own for its queues', async (_what, place, named) => {
    const client = new SQSClient(at(place));
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'parcels' }));
    const [region, account] = named.split(':');
    expect(QueueUrl).toBe(`https://sqs.${region}.amazonaws.com/${account}/parcels`);
  });

  it.each([
    ['a key of twelve digits', OTHER_ACCOUNT, OTHER_ACCOUNT],
    ['any other key', 'test', HOME_ACCOUNT],
    ['a key of eleven digits', '44445555666', HOME_ACCOUNT],
  ])('is named by %s', async (_what, accessKeyId, account) => {
    const client = new STSClient(at({ accessKeyId }));
    const { Account } = await client.send(new GetCallerIdentityCommand());
    expect(Account).toBe(account);
  });

  it('is the home where the scope names no region of AWS', async () => {
    const client = new SQSClient(at({ region: 'local' }));
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'here' }));
    expect(QueueUrl).toContain('sqs.eu-west-1.');
  });

  it('shares the roles of its account with its other regions, and none with other accounts', () => {
    const { composed } = wired.world;
    const iamAt = (account: string, region: string) =>
      composed.at({ account, region }).foundation.iam;
    expect(iamAt(HOME_ACCOUNT, 'us-west-2')).toBe(composed.foundation.iam);
    expect(iamAt(OTHER_ACCOUNT, 'us-west-2')).toBe(iamAt(OTHER_ACCOUNT, 'us-west-1'));
    expect(iamAt(OTHER_ACCOUNT, 'us-west-2')).not.toBe(composed.foundation.iam);
  });

  it("refuses another account's queue by name, as what is not simulated", async () => {
    const QueueUrl = `https://sqs.eu-west-1.amazonaws.com/${OTHER_ACCOUNT}/letters`;
    const sending = new SQSClient(home).send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'a' }),
    );
    await expect(sending).rejects.toThrow(
      `not simulated: the queue of another account, ${QueueUrl}`,
    );
  });
});
