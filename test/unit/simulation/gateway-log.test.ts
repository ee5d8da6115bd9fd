import { describe, expect, it } from 'vitest';
import { GatewayLog } from '../../../simulation/evidence/gateway-log.ts';

/** Calls of the gateway, and states of the payment between them. */
function logOf(...steps: ([operation: string, attempt?: number] | { state: string })[]) {
  const log = new GatewayLog();
  const told: object[] = [];
  log.tell((requests) => told.push({ ...requests }));
  for (const step of steps) {
    if ('state' in step) {
      log.see('order-1', step.state);
      continue;
    }
    const [operation, attempt = 1] = step;
    const Payload = Buffer.from(JSON.stringify({ operation, reference: 'order-1' }));
    const input = { Payload };
    log.take({ caller: 'payments', service: 'lambda', operation: 'Invoke', input, attempt });
  }
  return told;
}

const authorising = { state: 'authorising' };

describe('the log of the gateway', () => {
  it('has nothing to say of calls that are made once, or again after asking', () => {
    expect(logOf(authorising, ['authorise'], { state: 'capturing' }, ['capture'])).toEqual([]);
    expect(logOf(authorising, ['authorise'], ['find'], ['authorise'])).toEqual([]);
  });

  it('lets those count who ask late about an intent that somebody else has settled', () => {
    const refused = { state: 'capture-refused' };
    const capturing = { state: 'capturing' };
    expect(logOf(capturing, ['capture'], refused, ['find'], ['capture'])).toEqual([]);
    const voiding = { state: 'voiding' };
    expect(logOf(capturing, ['capture'], refused, voiding, ['find'], ['capture'])).toEqual([]);
  });

  it('tells of a call that is made again without asking what became of the first', () => {
    const told = { reference: 'order-1', operation: 'authorise', count: 2, finds: 0 };
    expect(logOf(authorising, ['authorise'], ['authorise'])).toEqual([told]);
    expect(logOf(authorising, ['authorise'], ['authorise', 2])).toEqual([told]);
  });

  it('does not let what is asked afterwards count', () => {
    const told = { reference: 'order-1', operation: 'capture', count: 2, finds: 0 };
    const capturing = { state: 'capturing' };
    expect(logOf(capturing, ['capture'], ['capture'], ['find'])).toEqual([told]);
  });

  it('does not take what was asked about one call for another', () => {
    const told = { reference: 'order-1', operation: 'void', count: 2, finds: 0 };
    const voiding = { state: 'voiding' };
    expect(logOf(authorising, ['find'], voiding, ['void'], ['void'])).toEqual([told]);
  });
});
