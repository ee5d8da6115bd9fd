import type { Act } from './workload/act.ts';

/** Cards that make the gateway refuse belong to the faults as well: which acts bring one, and of which kind. */
export function cardFaultsOf(acts: readonly Act[]): { kind: string; act: string }[] {
  return acts.flatMap((act) => {
    const kind = act.kind === 'place' ? kinds[act.card] : undefined;
    return kind === undefined ? [] : [{ kind, act: act.id }];
  });
}

/** The act with a card that pays. */
export function paying(act: Act): Act {
  return act.kind === 'place' ? { ...act, card: 'tok_visa' } : act;
}

const kinds: Record<string, string> = {
  tok_declined: 'gateway-declines',
  tok_outage: 'gateway-outage',
};
