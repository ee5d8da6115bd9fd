import type { Service } from './service.ts';
import { fulfilment } from './stacks/fulfilment.ts';
import { inventory } from './stacks/inventory.ts';
import { ordering } from './stacks/ordering.ts';
import { payments } from './stacks/payments.ts';

/** Every service with a stack of its own. */
export const services: readonly Service[] = [ordering, inventory, payments, fulfilment];
