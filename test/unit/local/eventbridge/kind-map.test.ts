import { describe, expect, it } from 'vitest';
import { KindMap } from '../../../../local/eventbridge/kind-map.ts';

const KINDS = 10_000;

function setUp() {
  const made: string[] = [];
  const kinds = new KindMap((source, detailType) => {
    made.push(`${source} ${detailType}`);
    return made.length;
  });
  return { made, kinds };
}

describe('the kinds of events', () => {
  it('are worked out once for each source and type', () => {
    const { made, kinds } = setUp();
    expect([kinds.of('a', 'b'), kinds.of('a', 'c'), kinds.of('a', 'b')]).toEqual([1, 2, 1]);
    expect(made).toEqual(['a b', 'a c']);
  });

  it('are worked out anew once they are forgotten', () => {
    const { kinds } = setUp();
    kinds.of('a', 'b');
    kinds.forget();
    expect(kinds.of('a', 'b')).toBe(2);
  });

  it('are kept up to ten thousand, and begin again with the next', () => {
    const { made, kinds } = setUp();
    for (let n = 0; n < KINDS; n += 1) kinds.of('a', `type-${n}`);
    kinds.of('a', 'type-0');
    expect(made).toHaveLength(KINDS);
    kinds.of('a', 'one more');
    kinds.of('a', 'type-0');
    expect(made).toHaveLength(KINDS + 2);
  });
});
