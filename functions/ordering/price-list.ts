/** The price of one SKU, in minor units of its currency. */
export interface PriceItem {
  pk: string;
  sku: string;
  amount: number;
  currency: string;
}

/** The key of a SKU's price. */
export const priceKey = (sku: string): string => `price#${sku}`;
