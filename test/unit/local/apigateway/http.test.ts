import { describe, expect, it } from 'vitest';
import { parseTarget, requestHeader } from '../../../../local/apigateway/http.ts';

describe('a request target', () => {
  it('is a path as sent and a query decoded', () => {
    expect(parseTarget('/a%20b?x=1&x=2&name=J%C3%BCrgen+K&flag&=&&eq=a=b')).toEqual({
      path: '/a%20b',
      query: { x: ['1', '2'], name: ['Jürgen K'], flag: [''], '': [''], eq: ['a=b'] },
    });
  });

  it('may have no query', () => {
    expect(parseTarget('/orders')).toEqual({ path: '/orders' });
  });

  it('takes any name for a parameter', () => {
    const { query } = parseTarget('/?__proto__=1&constructor=2');
    expect(Object.entries(query!)).toEqual([
      ['__proto__', ['1']],
      ['constructor', ['2']],
    ]);
  });

  it('is refused where it is not percent-encoded UTF-8', () => {
    expect(() => parseTarget('/?x=%E4')).toThrow(URIError);
  });
});

describe('a request header', () => {
  it('is the last of its values', () => {
    const request = { method: 'GET', path: '/', headers: { accept: ['a', 'b'], host: 'h' } };
    expect(requestHeader(request, 'accept')).toBe('b');
    expect(requestHeader(request, 'host')).toBe('h');
    expect(requestHeader(request, 'etag')).toBeUndefined();
  });
});
