import { gatewayPayments } from '../evidence/gateway-record.ts';
import { itemsNow } from '../evidence/tables.ts';
import type { Invariant, Scene } from '../invariant.ts';
import { replayArchive, republishAll } from '../second-delivery.ts';

/** Replaying the whole archive and republishing every outbox changes nothing: what was handled is known for ever. */
export const secondDelivery: Invariant = {
  guarantee: 7,
  name: 'second-delivery',
  watch({ ledger }, report) {
    ledger.watch({
      removal: (table, key) => report(key, `is there no more in ${table}; commits never expire`),
    });
  },
  async settle(scene, report) {
    if (!scene.thorough) return;
    const { world } = scene;
    const before = fingerprints(scene);
    const events = scene.ledger.published.size;
    await replayArchive(world, 'second-delivery', 0, scene.nowMs() + 1_000);
    await world.cloud.drain();
    await republishAll(world);
    await world.cloud.drain();
    const after = fingerprints(scene);
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [was = 'absent', is = 'absent'] = [before.get(key), after.get(key)];
      if (was !== is) report(key, `was ${was}, is ${is} after a second delivery`);
    }
    const more = scene.ledger.published.size - events;
    if (more > 0) report('the bus', `has ${more} new events after a second delivery`);
  },
};

function fingerprints({ ledger, world }: Scene): Map<string, string> {
  const items = new Map<string, string>();
  for (const [table, ofTable] of ledger.items) {
    for (const [key, image] of ofTable) items.set(`${table} ${key}`, JSON.stringify(image));
  }
  for (const [reference, payment] of gatewayPayments(world)) {
    items.set(`sandbox ${reference}`, JSON.stringify(payment));
  }
  for (const price of itemsNow(world, 'ordering', 'prices')) {
    items.set(`prices ${price['pk']?.S}`, JSON.stringify(price));
  }
  return items;
}
