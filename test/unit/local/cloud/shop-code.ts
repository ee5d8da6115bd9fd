import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type {
  CodeSource,
  ExecutionEnvironment,
  Handler,
} from '../../../../local/lambda/handler.ts';

/** What the functions of the shop saw. */
export interface Seen {
  orders: string[];
  relayed: string[];
}

/** The shop's two functions: the consumer writes each order, the relay publishes what was written. */
export function shopCode(seen: Seen, poison: readonly string[] = []): CodeSource {
  const starts: Record<string, (environment: ExecutionEnvironment) => Handler> = {
    consumer: (environment) => (event) => consume(event as SQSEvent, environment, seen, poison),
    relay: (environment) => (event) => relay(event as DynamoDBStreamEvent, environment, seen),
  };
  return ({ properties }) => {
    const start = starts[String(properties['FunctionName'])];
    return start && { start };
  };
}

async function consume(
  { Records }: SQSEvent,
  { client, variables, log }: ExecutionEnvironment,
  seen: Seen,
  poison: readonly string[],
): Promise<object> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of Records) {
    const { detail } = JSON.parse(body) as { detail: { orderId: string } };
    if (poison.includes(detail.orderId)) {
      batchItemFailures.push({ itemIdentifier: messageId });
      continue;
    }
    const Item = { id: { S: detail.orderId } };
    await client.send(new PutItemCommand({ TableName: variables['TABLE'], Item }));
    seen.orders.push(detail.orderId);
    log(`order ${detail.orderId}`);
  }
  return { batchItemFailures };
}

async function relay(
  { Records }: DynamoDBStreamEvent,
  { client, variables }: ExecutionEnvironment,
  seen: Seen,
): Promise<void> {
  for (const { dynamodb } of Records) {
    const orderId = dynamodb?.Keys?.['id']?.S ?? '';
    const entry = {
      EventBusName: variables['BUS'],
      Source: 'shop.stock',
      DetailType: 'StockReserved',
      Detail: JSON.stringify({ orderId }),
    };
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    seen.relayed.push(orderId);
  }
}
