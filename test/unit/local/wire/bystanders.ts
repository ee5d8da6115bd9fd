import type { Cloud } from '../../../../local/cloud.ts';
import { authorization, jsonRequest } from './wire-world.ts';

/** Where the bystanders are: at home, and with somebody else. */
const PLACES = [
  { key: 'AKIDEXAMPLE', region: 'eu-west-1', account: '000000000000' },
  { key: '999999999999', region: 'us-west-2', account: '999999999999' },
] as const;

type Place = (typeof PLACES)[number];

/** A queue with a message, a table with an item and a rule that delivers, in two places, which nobody may touch. */
export class Bystanders {
  readonly #cloud: Cloud;

  private constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  static async in(cloud: Cloud): Promise<Bystanders> {
    const bystanders = new Bystanders(cloud);
    for (const place of PLACES) await bystanders.#settle(place);
    return bystanders;
  }

  /** What is not as it was, or does no longer work. */
  async harm(): Promise<string[]> {
    const harmed: string[] = [];
    for (const place of PLACES) {
      const { account } = place;
      const { Item } = await this.#dynamodb(place, 'GetItem', {
        ...{ TableName: 'standing', Key: { id: { S: 'a' } } },
      });
      if (JSON.stringify(Item) !== '{"id":{"S":"a"}}') harmed.push(`the item of ${account}`);
      await this.#events(place, 'PutEvents', {
        Entries: [{ Source: 'standing', DetailType: 'Stands', Detail: '{"by":1}' }],
      });
      await this.#cloud.scheduler.sleep(1_000);
      const { Messages = [] } = await this.#sqs(place, 'ReceiveMessage', {
        MaxNumberOfMessages: 10,
      });
      const bodies = (Messages as { Body: string }[]).map(({ Body }) => Body);
      if (!bodies.includes('letter')) harmed.push(`the letter of ${account}`);
      if (!bodies.some((body) => body.includes('"by":1'))) harmed.push(`the rule of ${account}`);
      if (bodies.length > 2) harmed.push(`${bodies.length} messages of ${account}`);
    }
    return harmed;
  }

  async #settle(place: Place): Promise<void> {
    const { region, account } = place;
    const Arn = `arn:aws:sqs:${region}:${account}:standing`;
    const Statement = {
      ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
      ...{ Action: 'sqs:SendMessage', Resource: Arn },
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
    const Attributes = { MessageRetentionPeriod: '1209600', Policy };
    await this.#sqs(place, 'CreateQueue', { QueueName: 'standing', Attributes });
    await this.#sqs(place, 'SendMessage', { MessageBody: 'letter' });
    await this.#dynamodb(place, 'CreateTable', {
      ...{ TableName: 'standing', BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    await this.#cloud.scheduler.sleep(60_000);
    await this.#dynamodb(place, 'PutItem', { TableName: 'standing', Item: { id: { S: 'a' } } });
    const EventPattern = '{"source":["standing"]}';
    await this.#events(place, 'PutRule', { Name: 'standing', EventPattern });
    await this.#events(place, 'PutTargets', { Rule: 'standing', Targets: [{ Id: 'q', Arn }] });
  }

  #sqs(place: Place, operation: string, input: object): Promise<Record<string, unknown>> {
    const url = { QueueUrl: `http://localhost/${place.account}/standing` };
    const named = operation === 'CreateQueue' ? input : { ...url, ...input };
    return this.#call(place, ['sqs', `AmazonSQS.${operation}`, '1.0'], named);
  }

  #dynamodb(place: Place, operation: string, input: object): Promise<Record<string, unknown>> {
    return this.#call(place, ['dynamodb', `DynamoDB_20120810.${operation}`, '1.0'], input);
  }

  #events(place: Place, operation: string, input: object): Promise<Record<string, unknown>> {
    return this.#call(place, ['events', `AWSEvents.${operation}`, '1.1'], input);
  }

  async #call(
    { key, region }: Place,
    [service, target, version]: readonly [string, string, string],
    input: object,
  ): Promise<Record<string, unknown>> {
    const headers = {
      authorization: authorization(service, key, region),
      'content-type': `application/x-amz-json-${version}`,
    };
    const request = jsonRequest(target, JSON.stringify(input), headers);
    const { status, body } = await this.#cloud.handle(request);
    if (status !== 200) throw new Error(`${target} of a bystander: ${status} ${body}`);
    return body === '' ? {} : JSON.parse(body);
  }
}
