import { gatewayPayments } from '../gateway-record.ts';
import type { Invariant, Scene } from '../invariant.ts';
import { replayArchive, republishAll } from '../second-delivery.ts';

/** Replaying the whole archive and republishing every outbox changes nothing. */
export const secondDelivery: Invariant = {
  guarantee: 7,
  name: 'second-delivery',
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
    for (const [key, item] of after) {
      const was = before.get(key);
      if (was !== item) report(key, `was ${was ?? 'absent'}, is ${item} after a second delivery`);
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
  return items;
}
