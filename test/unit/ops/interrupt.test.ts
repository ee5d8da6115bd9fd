import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { catchInterrupt } from '../../../ops/interrupt.ts';

describe('an interrupt', () => {
  it('is told by the signal, once: a second Ctrl-C is left to the process', () => {
    const user = new EventEmitter();
    const { signal } = catchInterrupt(user as never);
    expect(signal.aborted).toBe(false);
    user.emit('SIGINT');
    expect(signal.aborted).toBe(true);
    expect(user.listenerCount('SIGINT')).toBe(0);
  });

  it('is not waited for any more after the release', () => {
    const user = new EventEmitter();
    const { signal, release } = catchInterrupt(user as never);
    release();
    user.emit('SIGINT');
    expect(signal.aborted).toBe(false);
  });
});
