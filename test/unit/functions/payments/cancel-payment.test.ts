import { beforeEach, describe, expect, it } from 'vitest';
import sandboxGateway from '../../../../functions/payments/sandbox-gateway.ts';
import { orderId } from '../../../support/events.ts';
import { PaymentScene } from './scene.ts';

let scene: PaymentScene;

beforeEach(() => {
  scene = new PaymentScene();
});

describe('the payment of an order that is cancelled', () => {
  it('before it was placed is never made', async () => {
    await scene.cancel();
    await scene.place();
    expect(scene.payment()).toMatchObject({ state: 'cancelled' });
    expect(scene.gatewayCalls).toEqual([]);
    expect(scene.publishedTypes()).toEqual([]);
  });

  it('is voided if it was authorised', async () => {
    await scene.place();
    await scene.cancel();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.gatewayState()).toBe('voided');
    expect(scene.publishedTypes()).toEqual(['PaymentAuthorized']);
  });

  it('is refunded if it was captured', async () => {
    await scene.place();
    await scene.confirm();
    await scene.cancel();
    expect(scene.payment()).toMatchObject({ state: 'refunded' });
    expect(scene.gatewayState()).toBe('refunded');
    expect(scene.publishedTypes().at(-1)).toBe('PaymentRefunded');
  });

  it('is left alone if it was declined', async () => {
    await scene.place(2_934, 'tok_declined');
    await scene.cancel();
    expect(scene.payment()).toMatchObject({ state: 'declined' });
    expect(scene.gatewayCalls).toEqual(['authorise']);
  });
});

describe('a cancellation that meets an open intent', () => {
  it('only marks it', async () => {
    scene.crashBefore('authorised');
    await expect(scene.place()).rejects.toThrow('crashed');
    await scene.cancel();
    expect(scene.payment()).toMatchObject({ state: 'authorising', cancelRequested: true });
    expect(scene.gatewayCalls).toEqual(['authorise']);
  });

  it('of authorising has it voided by whoever learns the outcome', async () => {
    scene.cancelDuring('authorise');
    await scene.place();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.payment()).not.toHaveProperty('cancelRequested');
    expect(scene.gatewayState()).toBe('voided');
  });

  it('of an authorisation that is declined has nothing to give back', async () => {
    scene.cancelDuring('authorise');
    await scene.place(2_934, 'tok_declined');
    expect(scene.payment()).toMatchObject({ state: 'declined' });
    expect(scene.gatewayCalls).toEqual(['authorise']);
  });

  it('of capturing has it refunded', async () => {
    await scene.place();
    scene.cancelDuring('capture');
    await scene.confirm();
    expect(scene.payment()).toMatchObject({ state: 'refunded' });
    expect(scene.gatewayState()).toBe('refunded');
    expect(scene.publishedTypes()).toEqual([
      'PaymentAuthorized',
      'PaymentCaptured',
      'PaymentRefunded',
    ]);
  });

  it('of a capture that is refused has it voided', async () => {
    await scene.place(2_934, 'tok_capture_refused');
    scene.cancelDuring('capture');
    await scene.confirm();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.gatewayState()).toBe('voided');
  });

  it('with an answer that is lost is asked for, and given back', async () => {
    scene.cancelDuring('authorise');
    await scene.place(2_934, 'tok_authorise_lost');
    expect(scene.gatewayCalls).toEqual(['authorise', 'find', 'void']);
    expect(scene.payment()).toMatchObject({ state: 'voided' });
  });
});

describe('void against capture', () => {
  const asGateway = (operation: 'capture' | 'void') =>
    scene.run(sandboxGateway, { operation, reference: orderId(1) });

  it('becomes a refund when the capture was first', async () => {
    await scene.place();
    await asGateway('capture');
    await scene.cancel();
    expect(scene.gatewayCalls).toEqual(['authorise', 'void', 'refund']);
    expect(scene.payment()).toMatchObject({ state: 'refunded' });
    expect(scene.gatewayState()).toBe('refunded');
  });

  it('ends as a void when that was first', async () => {
    await scene.place();
    await asGateway('void');
    await scene.confirm();
    expect(scene.payment()).toMatchObject({ state: 'voided' });
    expect(scene.publishedTypes()).toEqual(['PaymentAuthorized', 'PaymentDeclined']);
  });
});

describe('a handler that crashes while it gives back', () => {
  it.each(['voiding', 'voided'])(
    'leaves no authorisation open once its message is delivered again: before %s',
    async (state) => {
      scene.cancelDuring('authorise');
      scene.crashBefore(state);
      await expect(scene.place()).rejects.toThrow('crashed');
      await scene.place();
      expect(scene.payment()).toMatchObject({ state: 'voided' });
      expect(scene.gatewayState()).toBe('voided');
    },
  );

  it.each(['refunding', 'refunded'])(
    'keeps no money once its message is delivered again: before %s',
    async (state) => {
      await scene.place();
      scene.cancelDuring('capture');
      scene.crashBefore(state);
      await expect(scene.confirm()).rejects.toThrow('crashed');
      await scene.confirm();
      expect(scene.payment()).toMatchObject({ state: 'refunded' });
      expect(scene.gatewayState()).toBe('refunded');
    },
  );

  it.each(['voiding', 'voided'])(
    'goes on where it was when the cancellation is delivered again: before %s',
    async (state) => {
      await scene.place();
      scene.crashBefore(state);
      await expect(scene.cancel()).rejects.toThrow('crashed');
      await scene.cancel();
      expect(scene.payment()).toMatchObject({ state: 'voided' });
    },
  );
});
