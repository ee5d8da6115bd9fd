import { describe, expect, it } from 'vitest';
import { withoutConsumers } from '../../acceptance/event-sources.ts';
import { Platform } from '../../acceptance/platform.ts';
import { eachStep, failWith } from '../../acceptance/steps.ts';
import type { Target } from '../../acceptance/target.ts';

const failing = (message: string) => () => Promise.reject(new Error(message));

describe('steps of cleaning up', () => {
  it('are all taken when one before fails, and its error is thrown', async () => {
    const taken: string[] = [];
    const steps = eachStep(failing('first'), async () => taken.push('second'));
    await expect(steps).rejects.toThrow(/^first$/);
    expect(taken).toEqual(['second']);
  });

  it('after an error tell it first, and beside it what failed among them', async () => {
    const error = await failWith(new Error('the reason'), failing('not removed')).catch((e) => e);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error.message).toBe('the reason; and then not removed');
  });
});

describe('a platform that does not settle', () => {
  it('has its target stopped all the same', async () => {
    let isStopped = false;
    const target = {
      settle: failing('the platform does not settle'),
      stop: async () => {
        isStopped = true;
      },
    };
    const platform = new Platform(target as object as Target);
    await expect(platform.stop()).rejects.toThrow('does not settle');
    expect(isStopped).toBe(true);
  });
});

describe('consumers that are switched off for a while', () => {
  it('are switched on again when what was done meanwhile fails', async () => {
    const switched: string[] = [];
    const switchConsumer = async (service: string, name: string, on: boolean) => {
      switched.push(`${service}/${name} ${on ? 'on' : 'off'}`);
    };
    const work = withoutConsumers({ switchConsumer }, 'shop', ['a', 'b'], failing('expected 1'));
    await expect(work).rejects.toThrow('expected 1');
    expect(switched).toEqual(['shop/a off', 'shop/b off', 'shop/b on', 'shop/a on']);
  });
});
