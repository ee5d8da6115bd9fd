import { expect } from 'vitest';
import {
  decide,
  fold,
  type OrderCommand,
  type OrderEvent,
} from '../../../../functions/ordering/order.ts';

/** A sentence about an order: `given(its events).when(a command).then(the events that follow)`. */
export function given(history: readonly OrderEvent[]) {
  return {
    when(command: OrderCommand) {
      const decided = decide(command, fold(history));
      return {
        // biome-ignore lint/suspicious/noThenProperty: it reads as a sentence, and nobody awaits it
        then(expected: readonly OrderEvent[]): void {
          expect(decided).toEqual(expected);
        },
      };
    },
  };
}
