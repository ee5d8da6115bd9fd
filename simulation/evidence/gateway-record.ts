import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { World } from '../world.ts';
import { itemNow, itemsNow } from './tables.ts';

/** A payment as the gateway keeps it. */
export interface GatewayPayment {
  reference: string;
  state: string;
  amount: number;
}

const TABLE = ['payments', 'sandbox'] as const;

/** The sandbox's own record of an order's payment; undefined if it never heard of it. */
export function gatewayPayment(world: World, reference: string): GatewayPayment | undefined {
  const item = itemNow(world, TABLE, { reference: { S: reference } });
  return item && paymentIn(item);
}

/** Every payment the sandbox has, by reference. */
export function gatewayPayments(world: World): Map<string, GatewayPayment> {
  const payments = itemsNow(world, ...TABLE).map(paymentIn);
  return new Map(payments.map((payment) => [payment.reference, payment]));
}

function paymentIn(item: Record<string, AttributeValue>): GatewayPayment {
  const { reference, state, amount } = item;
  return { reference: reference!.S!, state: state!.S!, amount: Number(amount!.N) };
}
