import { beforeEach, describe, expect, it } from 'vitest';
import type { Payment } from '../../../../functions/payments/payment.ts';
import { settlePayment } from '../../../../functions/payments/settle-payment.ts';
import { orderId } from '../../../support/events.ts';
import { depsOf } from '../../../support/ports.ts';
import { lostAcknowledgement } from '../../../support/tables.ts';
import { PaymentScene } from './scene.ts';

let scene: PaymentScene;

beforeEach(() => {
  scene = new PaymentScene();
});

describe('a payment', () => {
  it('is authorised at placement and captured at confirmation', async () => {
    await scene.place();
    expect(scene.payment()).toMatchObject({ state: 'authorised' });
    await scene.confirm();
    expect(scene.payment()).toMatchObject({ state: 'captured' });
    expect(scene.gatewayCalls).toEqual(['authorise', 'capture']);
    expect(scene.publishedTypes()).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  });

  it('writes its intent before it calls the gateway', async () => {
    const states: unknown[] = [];
    scene.gatewayFault = () => {
      states.push(scene.payment()?.state);
      return undefined;
    };
    await scene.place();
    await scene.confirm();
    expect(states).toEqual(['authorising', 'capturing']);
  });

  it('is declined with the reason', async () => {
    await scene.place(2_934, 'tok_declined');
    expect(scene.payment()).toMatchObject({ state: 'declined' });
    expect(scene.tables.published).toMatchObject([
      { type: 'PaymentDeclined', data: { stage: 'authorise', reason: 'insufficient_funds' } },
    ]);
  });

  it('whose capture is refused says so, and is voided when the order is cancelled', async () => {
    await scene.place(2_934, 'tok_capture_refused');
    await scene.confirm();
    expect(scene.payment()).toMatchObject({ state: 'capture-refused' });
    expect(scene.tables.published.at(-1)).toMatchObject({
      type: 'PaymentDeclined',
      data: { stage: 'capture', reason: 'authorisation_expired' },
    });
    await scene.cancel();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.gatewayState()).toBe('voided');
  });

  it('of nothing takes the same path without the gateway', async () => {
    await scene.place(0);
    await scene.confirm();
    await scene.cancel();
    expect(scene.gatewayCalls).toEqual([]);
    expect(scene.tables.published.map(({ type, data }) => ({ type, data }))).toEqual(
      ['PaymentAuthorized', 'PaymentCaptured', 'PaymentRefunded'].map((type) => ({
        type,
        data: { orderId: orderId(1), amount: { amount: 0, currency: 'USD' } },
      })),
    );
  });

  it('is not touched by what comes twice', async () => {
    await scene.place();
    await scene.place();
    await scene.confirm();
    await scene.place();
    await scene.confirm();
    await scene.cancel();
    const before = scene.payment();
    await scene.cancel();
    await scene.confirm();
    await scene.place();
    expect(scene.payment()).toEqual(before);
    expect(scene.gatewayCalls).toEqual(['authorise', 'capture', 'refund']);
    expect(scene.publishedTypes()).toHaveLength(3);
  });

  it('that is not there yet cannot be captured, but may be later', async () => {
    await expect(scene.confirm()).rejects.toMatchObject({
      code: 'payment-missing',
      retriable: true,
    });
  });
});

describe('an answer that does not come', () => {
  it.each(['tok_authorise_lost', 'tok_capture_lost'])(
    'is asked for by the merchant reference: %s',
    async (cardToken) => {
      await scene.place(2_934, cardToken);
      await scene.confirm();
      expect(scene.payment()).toMatchObject({ state: 'captured' });
      expect(scene.gatewayCalls.filter((operation) => operation === 'find')).toHaveLength(1);
      expect(scene.publishedTypes()).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
    },
  );

  it('to a call that had not arrived is marked for the sweep, and the message is tried again', async () => {
    scene.gatewayFault = ({ operation }) => (operation === 'authorise' ? 'unreached' : undefined);
    await expect(scene.place()).rejects.toMatchObject({
      code: 'outcome-unknown',
      retriable: true,
      message: expect.stringContaining('connect ETIMEDOUT'),
    });
    expect(scene.payment()).toMatchObject({
      state: 'authorising',
      unresolved: 'unresolved',
      unresolvedSinceMs: scene.ports.clock.nowMs(),
    });
    expect(scene.publishedTypes()).toEqual([]);
  });

  it('even to the question is marked for the sweep as well', async () => {
    scene.gatewayFault = () => 'unreached';
    await expect(scene.place()).rejects.toMatchObject({ code: 'outcome-unknown' });
    expect(scene.payment()).toMatchObject({ state: 'authorising', unresolved: 'unresolved' });
    expect(scene.gatewayCalls).toEqual(['authorise', 'find']);
  });

  it('keeps the time since when it has been unknown', async () => {
    scene.gatewayFault = () => 'unreached';
    await expect(scene.place()).rejects.toThrow();
    const since = scene.payment()?.unresolvedSinceMs;
    await scene.ports.clock.sleep(60_000);
    await expect(scene.place()).rejects.toThrow();
    expect(scene.payment()?.unresolvedSinceMs).toBe(since);
  });
});

describe('an intent that is found', () => {
  it('asks the gateway first, and calls it if nothing had arrived there', async () => {
    scene.gatewayFault = () => 'unreached';
    await expect(scene.place()).rejects.toThrow();
    scene.gatewayFault = () => undefined;
    scene.gatewayCalls.length = 0;
    await scene.place();
    expect(scene.gatewayCalls).toEqual(['find', 'authorise']);
    expect(scene.payment()).toMatchObject({ state: 'authorised' });
    expect(scene.payment()).not.toHaveProperty('unresolved');
    expect(scene.payment()).not.toHaveProperty('unresolvedSinceMs');
  });

  it('is not carried out again if it had', async () => {
    scene.crashBefore('authorised');
    await expect(scene.place()).rejects.toThrow('crashed');
    scene.gatewayCalls.length = 0;
    await scene.place();
    expect(scene.gatewayCalls).toEqual(['find']);
    expect(scene.publishedTypes()).toEqual(['PaymentAuthorized']);
  });

  it('after a lost acknowledgement of its own is treated so too', async () => {
    scene.tables.interfere('UpdateItem', lostAcknowledgement);
    await scene.place();
    expect(scene.gatewayCalls).toEqual(['find', 'authorise']);
    expect(scene.publishedTypes()).toEqual(['PaymentAuthorized']);
  });

  it.each(['authorising', 'capturing', 'voiding', 'refunding'] as const)(
    'by one who comes back late, still %s, changes nothing any more',
    async (state) => {
      await scene.place();
      await scene.confirm();
      const late = { ...scene.payment(), state } as unknown as Payment;
      await scene.cancel();
      const before = scene.payment();
      const variables = { TABLE_PAYMENTS: 'payments', GATEWAY_FUNCTION: 'the-gateway' };
      const deps = depsOf(scene.ports, { id: 'late' }, { variables });
      await settlePayment(deps, late, true);
      await settlePayment(deps, late, false);
      expect(scene.payment()).toEqual(before);
      expect(scene.gatewayState()).toBe('refunded');
    },
  );
});
