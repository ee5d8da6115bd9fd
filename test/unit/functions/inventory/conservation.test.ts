import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InventoryScene } from './scene.ts';

const anyStep = fc.oneof(
  fc.record({ order: fc.integer({ min: 1, max: 4 }), quantity: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ cancel: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ received: fc.integer({ min: 0, max: 25 }) }),
);

/** With so many pieces that shards are opened, emptied, filled and swept. */
const largeStep = fc.oneof(
  fc.record({ order: fc.integer({ min: 1, max: 6 }), quantity: fc.integer({ min: 1, max: 160 }) }),
  fc.record({ cancel: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ received: fc.integer({ min: 0, max: 700 }) }),
);

describe('the stock of a SKU', () => {
  it('is the same with shards, and plenty lies outside them while they are open', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(largeStep, { maxLength: 20 }), async (steps) => {
        const scene = new InventoryScene();
        await scene.setStock('CD-1', 320);
        for (const step of steps) {
          if ('order' in step) await scene.place(step.order, { 'CD-1': step.quantity });
          else if ('cancel' in step) await scene.cancel(step.cancel);
          else await scene.setStock('CD-1', step.received);
          const open = Object.keys(scene.shards('CD-1')).length;
          opened = Math.max(opened, open);
          if (open > 0) expect(scene.available('CD-1')).toBeGreaterThanOrEqual(10);
        }
        const { received } = scene.tables.item('stock', { pk: 'stock#CD-1' }) as {
          received: number;
        };
        expect(received).toBe(scene.total('CD-1') + reservedIn(scene));
      }),
      { numRuns: 60 },
    );
    expect(opened).toBeGreaterThan(2);
  });

  it('is what came in less what is reserved or shipped, never negative, after any steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), async (steps) => {
        const scene = new InventoryScene();
        await scene.setStock('CD-1', 20);
        for (const step of steps) {
          if ('order' in step) await scene.place(step.order, { 'CD-1': step.quantity });
          else if ('cancel' in step) await scene.cancel(step.cancel);
          else await scene.setStock('CD-1', step.received);
        }
        const { received, available } = scene.tables.item('stock', { pk: 'stock#CD-1' }) as {
          received: number;
          available: number;
        };
        expect(available).toBeGreaterThanOrEqual(0);
        expect(received).toBe(available + reservedIn(scene));
      }),
      { numRuns: 30 },
    );
  });
});

/** Pieces in the reservations that hold any. */
function reservedIn(scene: InventoryScene): number {
  return [1, 2, 3, 4, 5, 6].reduce((sum, number) => {
    const reservation = scene.reservation(number);
    if (reservation?.state !== 'reserved') return sum;
    return sum + (reservation.lines as { quantity: number }[])[0]!.quantity;
  }, 0);
}
