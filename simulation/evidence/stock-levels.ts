import type { CommitSeen, Ledger } from './ledger.ts';

/** How much of a SKU there was, in pieces. */
export interface Level {
  received: number;
  /** Neither reserved nor shipped. */
  available: number;
}

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
  return { received: Number(image['received']?.N), available: Number(image['available']?.N) };
}
