import type { CommitSeen, Ledger } from './ledger.ts';

/** How much of a SKU there was, in pieces. */
export interface Level {
  received: number;
  /** Neither reserved nor shipped. */
  available: number;
}

/** What is available while shards are open: more than the item says, and nobody is refused. */
export const IN_SHARDS = Number.POSITIVE_INFINITY;

const NOTHING: Level = { received: 0, available: 0 };

/** The level of a SKU as the transaction of another commit left it: written next, unless that changed nothing. */
export function levelAfter(ledger: Ledger, sku: string, commit: CommitSeen): Level {
  const key = `stock#${sku}`;
  const position = ledger.commits.indexOf(commit);
  const next = ledger.commits[position + 1];
  if (next?.key === key) return levelIn(next);
  const last = ledger.commits.slice(0, position).findLast((each) => each.key === key);
  return last ? levelIn(last) : NOTHING;
}

/** The levels of a SKU that there were in [fromMs, toMs], by its commits. */
export function levelsBetween(ledger: Ledger, sku: string, fromMs: number, toMs: number): Level[] {
  let before = NOTHING;
  const levels: Level[] = [];
  for (const commit of ledger.byKey.get(`stock#${sku}`) ?? []) {
    if (commit.atMs < fromMs) before = levelIn(commit);
    else if (commit.atMs <= toMs) levels.push(levelIn(commit));
  }
  return [before, ...levels];
}

function levelIn({ image }: CommitSeen): Level {
  const received = Number(image['received']?.N);
  const available = image['shards'] ? IN_SHARDS : Number(image['available']?.N);
  return { received, available };
}
