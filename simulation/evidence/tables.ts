import type { GetItemCommandOutput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { namesOf } from '../../lib/names.ts';
import type { World } from '../world.ts';

type Item = NonNullable<GetItemCommandOutput['Item']>;

/** An item as the table has it now: read past every permission and fault, in no time. */
export function itemNow(
  world: World,
  [service, table]: readonly [string, string],
  key: Item,
): Item | undefined {
  const { output } = world.cloud.engines.dynamodb.execute('GetItem', {
    TableName: namesOf(world.stage.name).table(service, table),
    Key: key,
    ConsistentRead: true,
  });
  return (output as GetItemCommandOutput).Item;
}

/** All items of a table, in the same way. */
export function itemsNow(world: World, service: string, table: string): Item[] {
  const { output } = world.cloud.engines.dynamodb.execute('Scan', {
    TableName: namesOf(world.stage.name).table(service, table),
  });
  return (output as ScanCommandOutput).Items ?? [];
}
