import type { Scene, Violation } from '../invariant.ts';
import type { Act, Placing } from '../workload/act.ts';

/** What a violation is about: the order or SKU in the key of an item. */
export function subjectOf({ subject }: Pick<Violation, 'subject'>): string {
  return subject.split(/[#\s]/).at(-1)!.split('/')[0]!;
}

/** The orders of a run, those first that a violation is about, then those that share a SKU with them, the nearest in time first. */
export function byCloseness(scene: Scene, violation: Pick<Violation, 'subject'>): Placing[] {
  const placings = scene.acts.filter((act): act is Placing => act.kind === 'place');
  return closestTo(placingsOf(scene, subjectOf(violation)), placings);
}

/** Orders by how close they are to some of them: these first, then those that share a SKU with them, the nearest in time first. */
export function closestTo(own: readonly Placing[], placings: readonly Placing[]): Placing[] {
  const [first] = own;
  const skus = new Set(own.flatMap(skusOf));
  const distance = (act: Placing): number => {
    if (own.includes(act)) return -1;
    const apart = Math.abs(act.atMs - (first?.atMs ?? 0));
    return skusOf(act).some((sku) => skus.has(sku)) ? apart : apart + FAR_MS;
  };
  return [...placings].sort((left, right) => distance(left) - distance(right));
}

/** Further away in time than any two orders of a run. */
const FAR_MS = 365 * 24 * 3_600_000;

/** The ids of what these orders need: themselves, and the prices and stocks of their SKUs, with the changes of these or without. */
export function actsFor(
  { acts }: Pick<Scene, 'acts'>,
  placings: readonly Placing[],
  changes = true,
): string[] {
  const skus = new Set(placings.flatMap(skusOf));
  const kept = new Set(placings.map(({ id }) => id));
  const isNeeded = (act: Act): boolean => {
    if (act.kind === 'place') return kept.has(act.id);
    return skus.has(act.sku) && (changes || act.atMs === 0);
  };
  return acts.filter(isNeeded).map(({ id }) => id);
}

/** The orders that a subject names: by the order, by an event of it, or by a SKU. */
function placingsOf({ acts, ledger }: Scene, subject: string): Placing[] {
  const event = ledger.published.get(subject)?.event;
  const orderId = event?.metadata?.subject ?? subject;
  const named = new Set(
    ledger.answers.filter(({ body }) => body['orderId'] === orderId).map(({ act }) => act.id),
  );
  return acts.filter(
    (act): act is Placing =>
      act.kind === 'place' && (named.has(act.id) || skusOf(act).includes(subject)),
  );
}

function skusOf({ lines }: Placing): string[] {
  return lines.map(({ sku }) => sku);
}
