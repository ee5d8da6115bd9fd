import * as z from 'zod/mini';
import { Money } from './money.ts';

/** A stock keeping unit: letters, digits, dots, underscores and hyphens, at most 40 of them. */
export const Sku = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/));

/** Pieces of one SKU in one order, at least 1. */
export const Quantity = z.int().check(z.minimum(1), z.maximum(9_999));

/**
 * Lines an order may have at most. A reservation is one transaction of lines + 1 items, and
 * DynamoDB takes 100 (TransactWriteItems); 50 leaves room for a condition check beside each line.
 */
export const MAX_LINES = 50;

/** How many pieces of which SKU. */
export const OrderLine = z.object({ sku: Sku, quantity: Quantity });
export type OrderLine = z.infer<typeof OrderLine>;

/** A line with the price of one piece, as it was in the price list at the placement. */
export const PricedLine = z.object({ sku: Sku, quantity: Quantity, unitPrice: Money });
export type PricedLine = z.infer<typeof PricedLine>;

/** The lines of an order: 1 to `MAX_LINES`. That no SKU stands twice is checked at placement. */
export const OrderLines = z.array(OrderLine).check(z.minLength(1), z.maxLength(MAX_LINES));
/** The same lines with their prices. */
export const PricedLines = z.array(PricedLine).check(z.minLength(1), z.maxLength(MAX_LINES));

/** An order's id: the id of the command that placed it, 32 lower-case hexadecimal digits. */
export const OrderId = z.string().check(z.regex(/^[0-9a-f]{32}$/));
