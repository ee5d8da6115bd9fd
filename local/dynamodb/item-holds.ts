import { type ItemKey, textOfKey } from './keys.ts';
import type { Table } from './table.ts';

/** An item of a table. */
export interface Located {
  table: Table;
  key: ItemKey;
}

/**
 * The items that ongoing transactions hold. Another write to one of them, and a transaction that reads it, is refused;
 * other reads see what is committed. Amazon DynamoDB Developer Guide, "Transactions", "Transaction conflict handling".
 */
export class ItemHolds {
  readonly #held = new Map<Table, Set<string>>();
  readonly #tokens = new Set<string>();

  isHeld({ table, key }: Located): boolean {
    return this.#held.size > 0 && this.#held.get(table)?.has(textOfKey(key)) === true;
  }

  /** Whether a transaction with this client request token is ongoing. */
  isOngoing(token: string): boolean {
    return this.#tokens.has(token);
  }

  /** Holds items that nobody holds, until the function it returns is called. */
  hold(items: readonly Located[], token: string | undefined): () => void {
    for (const { table, key } of items) this.#heldOf(table).add(textOfKey(key));
    if (token !== undefined) this.#tokens.add(token);
    return () => {
      for (const { table, key } of items) this.#release(table, key);
      if (token !== undefined) this.#tokens.delete(token);
    };
  }

  #heldOf(table: Table): Set<string> {
    const held = this.#held.get(table) ?? new Set();
    this.#held.set(table, held);
    return held;
  }

  #release(table: Table, key: ItemKey): void {
    const held = this.#held.get(table);
    held?.delete(textOfKey(key));
    if (held?.size === 0) this.#held.delete(table);
  }
}
