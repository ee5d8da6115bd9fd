import * as z from 'zod/mini';

/** An amount in integer minor units (cents) of an ISO 4217 currency. Never a float. */
export const Money = z.object({
  amount: z.int().check(z.minimum(0)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});
export type Money = z.infer<typeof Money>;
