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
  {
    name: 'large-order-refused',
    file: 'functions/ordering/place-order.ts',
    replaces: 'refuseDuplicates(body.lines);\n    const',
    by: `refuseDuplicates(body.lines);
    if (body.lines.some(({ quantity }) => quantity > 3)) {
      throw invalidFields([{ pointer: '/lines', detail: 'three pieces at most' }]);
    }
    const`,
    wrong: 'An order of more than three pieces is refused, though it could be had.',
  },
  {
    name: 'cancel-refused-too-early',
    file: 'functions/ordering/cancel-order.ts',
    replaces: "if (order.status === 'fulfilled') {",
    by: "if (order.status === 'fulfilled' || order.status === 'confirmed') {",
    wrong: 'Who cancels a confirmed order is told that its parcel has left.',
  },
  {
    name: 'cancel-waits-busily',
    file: 'functions/ordering/order-store.ts',
    replaces: '    const stored = await loadOrder(deps, orderId);\n    check(stored);',
    by: `    let stored = await loadOrder(deps, orderId);
    for (
      let reads = 1;
      command.type === 'cancel' && stored.order.status === 'placed' && reads < 400;
      reads += 1
    ) {
      stored = await loadOrder(deps, orderId);
    }
    check(stored);`,
    wrong: 'A cancellation waits until its order is confirmed, by reading it hundreds of times.',
  },
  {
    name: 'cancelled-is-unreadable',
    file: 'functions/ordering/get-order.ts',
    replaces: 'requireOwner(stored, caller);\n    requireVersion',
    by: `requireOwner(stored, caller);
    if (stored.order.status === 'cancelled') throw new Error('There are no items');
    requireVersion`,
    wrong: 'Who reads a cancelled order gets an answer of 5xx.',
  },
  {
    name: 'view-of-the-first-version',
    file: 'functions/ordering/get-order.ts',
    replaces: 'const stored = await loadOrder(deps, readableOrderId(params.orderId));',
    by: `const { commits, order } = await loadOrder(deps, readableOrderId(params.orderId));
    const stored: StoredOrder = {
      commits: commits.slice(0, 1),
      version: Math.min(commits.length, 1),
      order: {
        status: commits.length > 0 ? 'placed' : 'absent',
        stock: 'pending',
        payment: 'pending',
        ...(order.placement ? { placement: order.placement } : {}),
      },
    };`,
    wrong: 'Who reads an order gets it as it was placed, for ever.',
  },
];
