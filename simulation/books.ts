import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fold, type OrderEvent } from '../functions/ordering/order.ts';
import type { StageConfig } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';

/** A stage whose tables can be read: a world, or the stage on AWS or on another engine. */
export interface DeployedTables {
  client: Pick<DynamoDBClient, 'send'>;
  stage: Pick<StageConfig, 'name'>;
}

/** What the tables say of all orders, each figure summed on its own. Amounts in minor units. */
export interface Books {
  placed: number;
  fulfilled: number;
  /** Cancelled orders by reason. */
  cancelled: Record<string, number>;
  inFlight: number;
  placedTotal: number;
  fulfilledTotal: number;
  /** What the gateway took, and gave back, by its own record. */
  charged: number;
  refunded: number;
  /** Authorisations that hold a customer's money and belong to no order on its way. */
  openAuthorisations: number;
  stock: {
    received: number;
    available: number;
    /** Summed over the reservations, not over the stock. */
    reserved: number;
    shipped: number;
  };
}

/** Reads the books out of the tables of a stage, as the operator would. */
export async function readBooks(deployed: DeployedTables): Promise<Books> {
  const books: Books = {
    placed: 0,
    fulfilled: 0,
    cancelled: {},
    inFlight: 0,
    placedTotal: 0,
    fulfilledTotal: 0,
    charged: 0,
    refunded: 0,
    openAuthorisations: 0,
    stock: { received: 0, available: 0, reserved: 0, shipped: 0 },
  };
  const onTheirWay = await readOrders(deployed, books);
  await readGateway(deployed, books, onTheirWay);
  await readStock(deployed, books);
  return books;
}

/** Every item of one table; items of one partition come together, in the order of their sort key. */
export async function* itemsOf(
  deployed: DeployedTables,
  service: string,
  table: string,
): AsyncGenerator<Record<string, unknown>> {
  const TableName = namesOf(deployed.stage.name).table(service, table);
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await deployed.client.send(
      new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }),
    );
    for (const item of page.Items ?? []) yield unmarshall(item);
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey);
}

/** Adds the orders up; returns the ids of those that have not ended. */
async function readOrders(deployed: DeployedTables, books: Books): Promise<Set<string>> {
  const onTheirWay = new Set<string>();
  let stream: string | undefined;
  let events: OrderEvent[] = [];
  const close = (): void => {
    if (stream === undefined) return;
    if (!addOrder(books, events)) onTheirWay.add(stream.slice('order#'.length));
  };
  for await (const item of itemsOf(deployed, 'ordering', 'orders')) {
    if (item.stream !== stream) {
      close();
      stream = item.stream as string;
      events = [];
    }
    events.push(...(JSON.parse(item.events as string) as OrderEvent[]));
  }
  close();
  return onTheirWay;
}

/** Adds one order; returns whether it has ended. */
function addOrder(books: Books, events: readonly OrderEvent[]): boolean {
  const order = fold(events);
  const amount = order.placement?.total.amount ?? 0;
  books.placed += 1;
  books.placedTotal += amount;
  if (order.status === 'fulfilled') {
    books.fulfilled += 1;
    books.fulfilledTotal += amount;
    return true;
  }
  if (order.status === 'cancelled') {
    const reason = order.cancellation?.reason ?? 'unknown';
    books.cancelled[reason] = (books.cancelled[reason] ?? 0) + 1;
    return true;
  }
  books.inFlight += 1;
  return false;
}

async function readGateway(
  deployed: DeployedTables,
  books: Books,
  onTheirWay: ReadonlySet<string>,
): Promise<void> {
  for await (const item of itemsOf(deployed, 'payments', 'sandbox')) {
    const amount = item.amount as number;
    if (item.state === 'captured' || item.state === 'refunded') books.charged += amount;
    if (item.state === 'refunded') books.refunded += amount;
    const open = item.state === 'authorised' && !onTheirWay.has(item.reference as string);
    if (open) books.openAuthorisations += 1;
  }
}

async function readStock(deployed: DeployedTables, { stock }: Books): Promise<void> {
  for await (const item of itemsOf(deployed, 'inventory', 'stock')) {
    const key = item.pk as string;
    if (key.startsWith('stock#')) {
      stock.received += item.received as number;
      stock.available += item.available as number;
    } else if (key.startsWith('shard#')) stock.available += item.available as number;
    else if (key.startsWith('reservation#')) {
      const lines = item.lines as { quantity: number }[];
      const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      if (item.state === 'reserved') stock.reserved += pieces;
      if (item.state === 'shipped') stock.shipped += pieces;
    }
  }
}
