import type { VerifiedFact } from '../fact.ts';
import { creationFacts } from './creation-facts.ts';
import { deliveryFacts } from './delivery-facts.ts';
import { digestFacts } from './digest-facts.ts';
import { fifoFacts } from './fifo-facts.ts';
import { groupFacts } from './group-facts.ts';
import { messageFacts } from './message-facts.ts';
import { moveFacts } from './move-facts.ts';
import { permissionFacts } from './permission-facts.ts';
import { queryFacts } from './query-facts.ts';
import { queueFacts } from './queue-facts.ts';
import { sendFacts } from './send-facts.ts';
import { settingsFacts } from './settings-facts.ts';

/** What tests that ran against AWS recorded of Amazon SQS. */
export const sqsFacts: readonly VerifiedFact[] = [
  ...queueFacts,
  ...creationFacts,
  ...settingsFacts,
  ...permissionFacts,
  ...messageFacts,
  ...sendFacts,
  ...digestFacts,
  ...deliveryFacts,
  ...fifoFacts,
  ...groupFacts,
  ...moveFacts,
  ...queryFacts,
];
