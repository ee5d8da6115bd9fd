import { describe, expect, it } from 'vitest';
import { factWorld } from './fact.ts';
import { verifiedFacts } from './facts.ts';

describe('as a test against AWS recorded it', () => {
  for (const [service, facts] of Object.entries(verifiedFacts)) {
    for (const { says, holds } of facts) {
      it(`${service}: ${says}`, async () => {
        expect.hasAssertions();
        const world = await factWorld(expect);
        await holds(world);
        world.cloud.stop();
      });
    }
  }
});

describe('the verified facts', () => {
  it('are each told once, with a source', () => {
    const facts = Object.values(verifiedFacts).flat();
    const told = facts.map(({ says }) => says);
    expect(told).toEqual([...new Set(told)]);
    expect(facts.filter(({ source }) => !/^\S+\/\S+ \S/.test(source))).toEqual([]);
  });
});
