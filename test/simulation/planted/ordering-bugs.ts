import type { PlantedBug } from './planted-bug.ts';

/** Bugs in ordering. */
export const orderingBugs: readonly PlantedBug[] = [
  {
    name: 'no-inbox',
    file: 'functions/ordering/order-store.ts',
    replaces: 'stored.commits.findIndex(({ cause }) => cause === deps.cause.id)',
    by: '-1',
    wrong: 'An order does not look whether it has handled a cause before.',
  },
  {
    name: 'another-correlation',
    file: 'functions/ordering/order-store.ts',
    replaces: 'stored.commits[0]?.correlation ?? deps.cause.correlationId',
    by: 'deps.cause.correlationId',
    wrong: 'What follows from a cancellation belongs to another flow than its order.',
  },
  {
    name: 'confirmed-by-halves',
    file: 'functions/ordering/order.ts',
    replaces: "next.stock === 'reserved' && next.payment === 'authorised'",
    by: "next.stock === 'reserved' || next.payment === 'authorised'",
    wrong: 'An order is confirmed when it has its stock or its payment.',
  },
  {
    name: 'cancelled-without-asking',
    file: 'functions/ordering/order.ts',
    replaces: "if (order.status === 'placed') return [{ type: 'cancelled', reason }];",
    by: `if (order.status === 'placed' || order.status === 'confirmed') {
    return [{ type: 'cancelled', reason }];
  }`,
    wrong: 'A confirmed order is cancelled though its parcel may have left.',
  },
  {
    name: 'refusal-forgotten',
    file: 'functions/ordering/order.ts',
    replaces: "? [{ type: 'fulfilled' }, { type: 'cancellation-refused' }]",
    by: "? [{ type: 'fulfilled' }]",
    wrong: 'A cancellation that comes too late is never answered.',
  },
  {
    name: 'capture-refusal-ignored',
    file: 'functions/ordering/order.ts',
    replaces: ": [declined, { type: 'cancellation-requested', reason: 'capture-refused' }];",
    by: ': [declined];',
    wrong: 'Nothing compensates for an order whose payment cannot be captured.',
  },
  {
    name: 'wrong-reason',
    file: 'functions/ordering/order.ts',
    replaces: "{ type: 'cancelled', reason: 'out-of-stock' }",
    by: "{ type: 'cancelled', reason: 'customer-request' }",
    wrong: 'An order without stock is cancelled as if its customer had asked for it.',
  },
  {
    name: 'reason-of-the-stop',
    file: 'functions/ordering/order.ts',
    replaces: "(order.cancellation?.reason ?? 'customer-request')",
    by: "'customer-request'",
    wrong: 'A stopped order is cancelled with another reason than the stop was asked for.',
  },
  {
    name: 'body-unchecked',
    file: 'functions/ordering/place-order.ts',
    replaces: 'if (twin && twin.request !== bodyHash) throw keyReused();',
    by: '',
    wrong: 'Another order under the same idempotency key is accepted and dropped.',
  },
  {
    name: 'one-piece-each',
    file: 'functions/ordering/order-publishing.ts',
    replaces: 'sum + quantity * unitPrice.amount',
    by: 'sum + Math.max(1, quantity - 1) * unitPrice.amount',
    wrong: 'The last piece of a line is not charged.',
  },
];
