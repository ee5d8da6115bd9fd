import * as z from 'zod/mini';
import { defineEvent } from '../../events/contract.ts';

/** A contract in its third version: v1 had `size` as a word, v2 as a number without a unit. */
export const ThingHappened = defineEvent({
  name: 'ThingHappened',
  version: 3,
  producer: 'things',
  description: 'Something happened to a thing.',
  schema: z.object({
    thingId: z.string().check(z.minLength(1)),
    size: z.object({ amount: z.int().check(z.minimum(0)), unit: z.enum(['cm', 'mm']) }),
  }),
  pii: [],
  examples: [{ thingId: 'thing-1', size: { amount: 10, unit: 'cm' } }],
  subject: (data) => data.thingId,
  upcasts: {
    1: (data) => {
      const { size, ...rest } = data as { size: string };
      return { ...rest, size: Number.parseInt(size.trim(), 10) };
    },
    2: (data) => {
      const { size, ...rest } = data as { size: number };
      return { ...rest, size: { amount: size, unit: 'cm' } };
    },
  },
});
