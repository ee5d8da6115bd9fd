import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../local/page.ts';

const page = (items: string[], limit: number, token?: string) =>
  pageOf(items, (item) => item, { limit, token, invalidToken: () => new Error('no such page') });

describe('a page of a list', () => {
  it('goes on after the last one given, while items come and go', () => {
    const first = page(['d', 'b', 'a'], 2);
    expect(first.items).toEqual(['a', 'b']);
    expect(page(['d', 'c', 'a', 'aa'], 2, first.token)).toEqual({
      items: ['c', 'd'],
      token: undefined,
    });
  });

  it('has no token if it is the last, full or not', () => {
    expect(page(['a', 'b'], 2)).toEqual({ items: ['a', 'b'], token: undefined });
    expect(page([], 2)).toEqual({ items: [], token: undefined });
  });

  it.each(['', '?', 'YQ=='])('is refused for the token "%s", which nobody gave', (token) => {
    expect(() => page(['a'], 1, token)).toThrow('no such page');
  });
});
