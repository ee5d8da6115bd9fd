import type { GetItemCommandOutput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { namesOf } from '../lib/names.ts';
import type { GatewayPayment } from './orders.ts';
import type { World } from './world.ts';

/** The sandbox's own record of an order's payment; undefined if it never heard of it. */
export function gatewayPayment(world: World, reference: string): GatewayPayment | undefined {
  const { output } = world.cloud.engines.dynamodb.execute('GetItem', {
    TableName: tableOf(world),
    Key: { reference: { S: reference } },
    ConsistentRead: true,
  });
  const { Item } = output as GetItemCommandOutput;
  return Item && paymentIn(Item);
}

/** Every payment the sandbox has, by reference. */
export function gatewayPayments(world: World): Map<string, GatewayPayment> {
  const { output } = world.cloud.engines.dynamodb.execute('Scan', { TableName: tableOf(world) });
  const payments = ((output as ScanCommandOutput).Items ?? []).map(paymentIn);
  return new Map(payments.map((payment) => [payment.reference, payment]));
}

function paymentIn(item: NonNullable<GetItemCommandOutput['Item']>): GatewayPayment {
  const { reference, state, amount } = item;
  return { reference: reference!.S!, state: state!.S!, amount: Number(amount!.N) };
}

function tableOf(world: World): string {
  return namesOf(world.stage.name).table('payments', 'sandbox');
}
