import { describe, expect, it } from 'vitest';
import type { Interference, InvocationFate } from '../../../local/interference.ts';
import type { FunctionCode } from '../../../local/lambda/handler.ts';
import { World } from './cloud/world.ts';

/** Code whose answer says which environment gave it, a second after it was asked. */
const numbering = (name: string): FunctionCode => {
  let count = 0;
  return {
    start({ clock }) {
      count += 1;
      const answer = `${name} ${count}`;
      return async () => {
        await clock.sleep(1_000);
        return answer;
      };
    },
  };
};

/** A function that has served three invocations at once; the next one has a fate. */
async function withThreeIdle(fate: InvocationFate) {
  const idle: number[] = [];
  const invocation: Interference['invocation'] = (point) => {
    idle.push(point.idle);
    return idle.length > 3 ? fate : undefined;
  };
  const world = new World({ interference: { invocation } });
  const target = world.functionOf('worker', numbering('own'));
  const answers = async (count: number) => {
    const started = Array.from({ length: count }, () => target.invoke({}));
    return (await Promise.all(started)).map((outcome) => (outcome as { result: unknown }).result);
  };
  expect(await answers(3)).toEqual(['own 1', 'own 2', 'own 3']);
  return { world, idle, next: async () => (await answers(1))[0] };
}

describe('an invocation', () => {
  it('gets the environment that was used last, unless it is told otherwise', async () => {
    const { next } = await withThreeIdle({});
    expect(await next()).toBe('own 3');
  });

  it('gets the environment that has been idle longest', async () => {
    const { next } = await withThreeIdle({ oldest: true });
    expect(await next()).toBe('own 1');
  });

  it('gets a new environment, with other code where that is wanted', async () => {
    const { next } = await withThreeIdle({ cold: true, code: () => numbering('other') });
    expect(await next()).toBe('other 1');
  });

  it('is shown with the environments that wait for it', async () => {
    const { idle, next } = await withThreeIdle({ diesAfter: true });
    await next();
    await next();
    expect(idle).toEqual([0, 0, 0, 3, 2]);
  });
});
