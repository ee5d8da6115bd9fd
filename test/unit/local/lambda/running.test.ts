import { describe, expect, it } from 'vitest';
import { Running } from '../../../../local/lambda/running.ts';

describe('a task for afterwards', () => {
  it('waits for what has begun before it, and for nothing else', () => {
    const running = new Running();
    const done: string[] = [];
    const endFirst = running.begin();
    running.afterwards(() => done.push('one'));
    const endSecond = running.begin();
    running.afterwards(() => done.push('two'));
    endFirst();
    expect(done).toEqual(['one']);
    endSecond();
    expect(done).toEqual(['one', 'two']);
    running.afterwards(() => done.push('three'));
    expect(done).toEqual(['one', 'two', 'three']);
  });
});
