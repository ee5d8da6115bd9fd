import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayRequest } from '../../../../functions/payments/gateway.ts';
import sandboxGateway from '../../../../functions/payments/sandbox-gateway.ts';
import { TestServices } from '../../../support/services.ts';

const amount = { amount: 2_934, currency: 'USD' };
const reference = 'order-1';

let services: TestServices;

beforeEach(() => {
  services = new TestServices();
});

const ask = (request: GatewayRequest) => services.invoke(sandboxGateway, request);
const authorise = (cardToken: string) =>
  ask({ operation: 'authorise', reference, amount, cardToken });
const call = (operation: 'capture' | 'void' | 'refund' | 'find') => ask({ operation, reference });

describe('the sandbox gateway', () => {
  it('approves and captures an ordinary card', async () => {
    expect(await authorise('tok_visa')).toEqual({ type: 'approved' });
    expect(await call('capture')).toEqual({ type: 'captured' });
    expect(await call('find')).toEqual({ state: 'captured' });
  });

  it('knows nothing of a reference it was never called with', async () => {
    expect(await call('find')).toEqual({ state: 'unknown' });
    await expect(call('capture')).rejects.toThrow('There is no payment order-1');
  });

  it('declines a declined card, and remembers why', async () => {
    const reason = 'insufficient_funds';
    expect(await authorise('tok_declined')).toEqual({ type: 'declined', reason });
    expect(await authorise('tok_declined')).toEqual({ type: 'declined', reason });
    expect(await call('find')).toEqual({ state: 'declined', reason });
  });

  it('approves a card whose capture it refuses, again and again', async () => {
    const refused = { type: 'refused', reason: 'authorisation_expired' };
    expect(await authorise('tok_capture_refused')).toEqual({ type: 'approved' });
    expect([await call('capture'), await call('capture')]).toEqual([refused, refused]);
    expect(await call('find')).toEqual({ state: 'authorised' });
    expect(await call('void')).toEqual({ type: 'voided' });
  });

  it('takes its time over a slow card', async () => {
    await authorise('tok_slow');
    await call('capture');
    expect(services.noted.pausesMs).toEqual([300, 300]);
  });

  it('does what it never answers: an authorisation, once', async () => {
    await expect(authorise('tok_authorise_lost')).rejects.toThrow('without an answer');
    expect(await call('find')).toEqual({ state: 'authorised' });
    expect(await authorise('tok_authorise_lost')).toEqual({ type: 'approved' });
  });

  it('does what it never answers: a capture', async () => {
    await authorise('tok_capture_lost');
    await expect(call('capture')).rejects.toThrow('without an answer');
    expect(await call('find')).toEqual({ state: 'captured' });
  });

  it('plays dead for as long as an outage card says, and is there again', async () => {
    await expect(authorise('tok_outage')).rejects.toThrow('out of service');
    await expect(call('find')).rejects.toThrow('out of service');
    await services.ports.clock.sleep(1_800_000);
    expect(await call('find')).toEqual({ state: 'authorised' });
  });

  it('is there for every other card, even where its clock is behind another environment’s', async () => {
    await authorise('tok_visa');
    await services.ports.clock.sleep(-60_000);
    expect(await call('find')).toEqual({ state: 'authorised' });
  });

  it('keeps one payment under a reference, however often it is asked', async () => {
    await authorise('tok_visa');
    expect(await authorise('tok_visa')).toEqual({ type: 'approved' });
    await call('capture');
    expect(await authorise('tok_visa')).toEqual({ type: 'approved' });
    expect(await call('capture')).toEqual({ type: 'captured' });
    expect(services.tables.db.itemCount('sandbox')).toBe(1);
  });
});

describe('the arbiter between void and capture', () => {
  beforeEach(() => authorise('tok_visa'));

  it('lets the void win that comes first', async () => {
    expect(await call('void')).toEqual({ type: 'voided' });
    expect(await call('capture')).toEqual({ type: 'voided' });
    expect(await call('void')).toEqual({ type: 'voided' });
  });

  it('lets the capture win that comes first, and then refunds it once', async () => {
    await call('capture');
    expect(await call('void')).toEqual({ type: 'captured' });
    expect(await call('refund')).toEqual({ type: 'refunded' });
    expect(await call('refund')).toEqual({ type: 'refunded' });
  });

  it('tells whoever comes after a refund that the capture had won', async () => {
    await call('capture');
    await call('refund');
    expect(await call('void')).toEqual({ type: 'captured' });
    expect(await call('capture')).toEqual({ type: 'captured' });
  });

  it('refunds nothing that was not captured', async () => {
    expect(await call('refund')).toEqual({ type: 'authorised' });
  });
});
