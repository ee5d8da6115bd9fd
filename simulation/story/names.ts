import type { Ledger } from '../evidence/ledger.ts';

/** Ids of orders, events and commands: 128 bits in hexadecimal. */
const ID = /\b[0-9a-f]{32}\b/g;

/** Characters of an id that tell it from the others of a story. */
const SHORT = 6;

const STAGE = /\borderly-\w+?-/g;

/**
 * Puts names for ids into a text: an order is called as the act that placed it, an event by its type, anything else by the
 * beginning of its id. Functions lose the prefix of their stage.
 */
export function namesIn(ledger: Ledger): (text: string) => string {
  const orders = new Map<string, string>();
  for (const { act, body } of ledger.answers) {
    if (act.kind === 'place' && body['orderId']) orders.set(String(body['orderId']), act.id);
  }
  const nameOf = (id: string): string => {
    const type = ledger.outboxes.get(id)?.type ?? ledger.published.get(id)?.event.eventType;
    const short = id.slice(0, SHORT);
    return orders.get(id) ?? (type === undefined ? short : `${type} ${short}`);
  };
  return (text) => text.replace(ID, nameOf).replace(STAGE, '');
}
