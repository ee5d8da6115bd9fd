import { beforeEach, describe, expect, it } from 'vitest';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import authorisePayment from '../../../../functions/payments/authorise-payment.ts';
import sweepIntents from '../../../../functions/payments/sweep-intents.ts';
import { eventOf, orderId } from '../../../support/events.ts';
import { PaymentScene } from './scene.ts';

let scene: PaymentScene;

beforeEach(() => {
  scene = new PaymentScene();
});

const sweep = () => scene.run(sweepIntents, undefined, { id: 'tick-1' });
const later = (durationMs: number) => scene.ports.clock.sleep(durationMs);

/** Leaves the authorisation of order 1 with an unknown outcome. */
async function leaveUnresolved(): Promise<void> {
  scene.gatewayFault = () => 'unreached';
  await expect(scene.place()).rejects.toThrow();
  scene.gatewayFault = () => undefined;
  scene.gatewayCalls.length = 0;
}

describe('the sweep of old intents', () => {
  it('leaves alone what a message still asks for', async () => {
    await leaveUnresolved();
    await later(120_000);
    await sweep();
    expect(scene.gatewayCalls).toEqual([]);
  });

  it('settles what nobody asks for any more', async () => {
    await leaveUnresolved();
    await later(120_001);
    await sweep();
    expect(scene.gatewayCalls).toEqual(['find', 'authorise']);
    expect(scene.payment()).toMatchObject({ state: 'authorised' });
    expect(scene.payment()).not.toHaveProperty('unresolved');
  });

  it('publishes what the message would have published, id and all', async () => {
    await leaveUnresolved();
    await later(120_001);
    await sweep();
    const swept = scene.tables.published;
    scene = new PaymentScene();
    await scene.place();
    expect(swept).toEqual(scene.tables.published);
  });

  it('has nothing to do afterwards', async () => {
    await leaveUnresolved();
    await later(120_001);
    await sweep();
    scene.tables.calls.length = 0;
    await sweep();
    expect(scene.tables.calls).toEqual(['Query']);
  });

  it('gives back what was cancelled meanwhile', async () => {
    await leaveUnresolved();
    await scene.cancel();
    await later(120_001);
    await sweep();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.gatewayState()).toBe('voided');
    expect(scene.payment()).not.toHaveProperty('unresolved');
  });

  it.each(['voiding', 'voided'])(
    'goes on at the next tick when it crashes while it gives back: before %s',
    async (state) => {
      await leaveUnresolved();
      await scene.cancel();
      await later(120_001);
      scene.crashBefore(state);
      await sweep();
      await sweep();
      expect(scene.payment()).toMatchObject({ state: 'voided' });
      expect(scene.payment()).not.toHaveProperty('unresolved');
    },
  );

  it.each(['find', 'authorise'])(
    'finds a payment again that was cancelled during its %s, if giving back fails then',
    async (operation) => {
      await leaveUnresolved();
      await later(120_001);
      scene.cancelDuring(operation);
      scene.crashBefore('voiding');
      await sweep();
      expect(scene.payment()).toMatchObject({ state: 'authorised', unresolved: 'unresolved' });
      await later(120_001);
      await sweep();
      expect(scene.gatewayState()).toBe('voided');
      expect(scene.payment()).not.toHaveProperty('unresolved');
    },
  );

  it('puts a payment that stays silent behind those that have waited longer', async () => {
    await leaveUnresolved();
    const before = scene.payment()?.unresolvedSinceMs as number;
    scene.gatewayFault = () => 'unreached';
    await later(120_001);
    await sweep();
    expect(scene.payment()?.unresolvedSinceMs).toBeGreaterThan(before);
  });

  it('does not let one payment keep the others waiting', async () => {
    await leaveUnresolved();
    scene.gatewayFault = () => 'unreached';
    const second = eventOf(OrderPlaced, { orderId: orderId(2) }, { eventId: 'event-2' });
    await expect(scene.deliver(authorisePayment, second)).rejects.toThrow();
    scene.gatewayFault = ({ reference }) => (reference === orderId(1) ? 'unreached' : undefined);
    await later(120_001);
    await sweep();
    expect(scene.payment()).toMatchObject({ state: 'authorising', unresolved: 'unresolved' });
    expect(scene.tables.item('payments', { orderId: orderId(2) })).toMatchObject({
      state: 'authorised',
    });
    expect(scene.noted.metrics).toContainEqual({
      name: 'IntentsUnsettled',
      value: 1,
      dimensions: undefined,
    });
    expect(scene.noted.logs).toContainEqual(
      expect.objectContaining({ level: 'error', orderId: orderId(1), code: 'outcome-unknown' }),
    );
  });
});
