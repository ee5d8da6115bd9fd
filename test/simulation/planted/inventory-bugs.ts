import type { PlantedBug } from './planted-bug.ts';

/** Bugs in inventory. */
export const inventoryBugs: readonly PlantedBug[] = [
  {
    name: 'stock-unconditional',
    file: 'functions/inventory/stock-store.ts',
    replaces: "'available BETWEEN :min AND :max'",
    by: "'available BETWEEN :min AND :max OR attribute_exists(pk)'",
    wrong: 'Stock is taken whatever is left by then.',
  },
  {
    name: 'stale-stock',
    file: 'functions/inventory/stock-store.ts',
    replaces: '{ consistent: true }',
    by: '{ consistent: false }',
    wrong: 'An order is refused for want of stock by an eventually consistent read.',
  },
  {
    name: 'reserved-twice',
    file: 'functions/inventory/reservation-store.ts',
    replaces: "? { ConditionExpression: 'attribute_not_exists(pk)' }",
    by: '? {}',
    wrong: 'A placement that comes twice reserves twice.',
  },
  {
    name: 'released-twice',
    file: 'functions/inventory/reservation-store.ts',
    replaces: "ConditionExpression: '#state = :expected',",
    by: "ConditionExpression: '#state = :expected OR attribute_exists(#state)',",
    wrong: 'Two cancellations at once release the same pieces twice.',
  },
  {
    name: 'no-tombstone-for-stock',
    file: 'functions/inventory/release-stock.ts',
    replaces: 'if (!reservation) await leaveTombstone(deps, orderId);',
    by: 'if (!reservation) return;',
    wrong: 'A cancellation that overtakes its placement leaves nothing behind.',
  },
  {
    name: 'one-piece-too-many',
    file: 'functions/inventory/reserve-stock.ts',
    replaces: 'planMove(levelIn(stock, sku), -quantity, threshold)',
    by: 'planMove(levelIn(stock, sku), quantity > 5 ? 1 - quantity : -quantity, threshold)',
    wrong: 'Of large quantities one piece stays available.',
  },
  {
    name: 'stock-set-over-reservations',
    file: 'functions/inventory/set-stock.ts',
    replaces: ": 'received = :received AND available = :available',\n      Expression",
    by: ": 'received = :received OR available = :available',\n      Expression",
    wrong: 'Stock is set from a level that a reservation has changed meanwhile.',
  },
  {
    name: 'stock-not-stored',
    file: 'functions/inventory/set-stock.ts',
    replaces: 'writes: [stockWrite(table, before, after)],',
    by: 'writes: received % 2 === 1 ? [] : [stockWrite(table, before, after)],',
    wrong: 'Odd numbers of pieces are acknowledged and not stored.',
  },
  {
    name: 'last-piece-kept',
    file: 'functions/inventory/reservation.ts',
    replaces: 'stock < quantity',
    by: 'stock <= quantity',
    wrong: 'The last piece is never sold.',
  },
];
