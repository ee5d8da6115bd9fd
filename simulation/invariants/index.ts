import type { Invariant } from '../invariant.ts';
import { acknowledgedCommands } from './1-acknowledged-commands.ts';
import { chargedOnce } from './2-charged-once.ts';
import { stockAddsUp } from './3-stock-adds-up.ts';
import { ordersEnd } from './4-orders-end.ts';
import { publishedIsCommitted } from './5-published-is-committed.ts';
import { messagesAccounted } from './6-messages-accounted.ts';
import { secondDelivery } from './7-second-delivery.ts';
import { readModel } from './8-read-model.ts';
import { isolation } from './9-isolation.ts';
import { contractsKept } from './10-contracts.ts';
import { causalTree } from './causal-tree.ts';
import { noNeedlessRefusal } from './no-needless-refusal.ts';
import { noRetryStorm } from './no-retry-storm.ts';

/** The bound of calls and the ten guarantees; those that act themselves come late, and what judges every answer last. */
export const invariants: readonly Invariant[] = [
  noRetryStorm,
  acknowledgedCommands,
  chargedOnce,
  stockAddsUp,
  ordersEnd,
  publishedIsCommitted,
  messagesAccounted,
  contractsKept,
  causalTree,
  readModel,
  secondDelivery,
  isolation,
  noNeedlessRefusal,
];
