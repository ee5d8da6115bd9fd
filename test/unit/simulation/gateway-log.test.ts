import { describe, expect, it } from 'vitest';
import { GatewayLog } from '../../../simulation/gateway-log.ts';

/** Calls of the gateway, and states of the payment between them. */
function logOf(...steps: ([operation: string, attempt?: number] | { state: string })[]) {
  const log = new GatewayLog();
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
  return log.blindRepetitions();
}

const authorising = { state: 'authorising' };

describe('the log of the gateway', () => {
  it('has nothing to say of calls that are made once, or again after asking', () => {
    expect(logOf(authorising, ['authorise'], { state: 'capturing' }, ['capture'])).toEqual([]);
    expect(logOf(authorising, ['authorise'], ['find'], ['authorise'])).toEqual([]);
    expect(logOf(authorising, ['authorise'], ['authorise', 2], ['authorise', 3])).toEqual([]);
  });

  it('tells of a call that is made again without asking what became of the first', () => {
    const told = { reference: 'order-1', operation: 'authorise', count: 2, finds: 0 };
    expect(logOf(authorising, ['authorise'], ['authorise'])).toEqual([told]);
  });

  it('does not take what was asked about one call for another', () => {
    const told = { reference: 'order-1', operation: 'void', count: 2, finds: 0 };
    const voiding = { state: 'voiding' };
    expect(logOf(authorising, ['find'], voiding, ['void'], ['void'])).toEqual([told]);
    expect(logOf(voiding, ['void'], { state: 'voided' }, ['find'], ['void'])).toEqual([told]);
  });
});
