import { describe, expect, it } from 'vitest';
import { parseProxyResponse } from '../../../../local/apigateway/proxy-response.ts';

describe('what a function returns to its proxy integration', () => {
  it('becomes status, headers in lower case, and body', () => {
    const headers = { 'Content-Type': 'text/plain', ETag: '"1"', 'X-Cached': true };
    expect(parseProxyResponse({ statusCode: 201, headers, body: 'done' })).toEqual({
      status: 201,
      headers: { 'content-type': 'text/plain', etag: '"1"', 'x-cached': 'true' },
      body: 'done',
    });
  });

  it('is 200, JSON and empty unless it says otherwise', () => {
    const nothing = { headers: null, multiValueHeaders: undefined, body: null, extra: undefined };
    const expected = { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
    expect(parseProxyResponse({})).toEqual(expected);
    expect(parseProxyResponse(nothing)).toEqual(expected);
  });

  it('may give the status as text', () => {
    expect(parseProxyResponse({ statusCode: '404' })?.status).toBe(404);
  });

  it('may give several values of a header, which join the single one', () => {
    const response = parseProxyResponse({
      headers: { 'set-cookie': 'a=1', Vary: 'Accept' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'Content-Type': ['text/html'] },
    });
    expect(response?.headers).toEqual({
      'set-cookie': ['a=1', 'b=2'],
      vary: 'Accept',
      'content-type': ['text/html'],
    });
  });

  it('reaches the client with some headers renamed and none about the transfer', () => {
    const headers = { Date: 'today', 'WWW-Authenticate': 'Bearer', 'Transfer-Encoding': 'chunked' };
    expect(parseProxyResponse({ headers })?.headers).toEqual({
      'content-type': 'application/json',
      'x-amzn-remapped-date': 'today',
      'x-amzn-remapped-www-authenticate': 'Bearer',
    });
  });

  it.each<[string, object]>([
    ['a name with a space', { headers: { 'a b': 'c' } }],
    ['no name', { headers: { '': 'c' } }],
    ['a line break', { headers: { a: 'b\r\nc: d' } }],
    ['a value beyond Latin-1', { multiValueHeaders: { a: ['b', '\u{1f642}'] } }],
  ])('is not simulated with a header of %s', (_what, payload) => {
    expect(() => parseProxyResponse(payload)).toThrow(/^not simulated: response header "/);
  });

  it('gives no header the name of what every object has', () => {
    const payload = JSON.parse('{"multiValueHeaders":{"__proto__":["a"]},"headers":{"a":"b"}}');
    const headers = parseProxyResponse(payload)?.headers ?? {};
    expect([Object.getPrototypeOf(headers), headers['a']]).toEqual([Object.prototype, 'b']);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'hello'],
    ['a member that is none', { statusCode: 200, status: 200 }],
    ['a status that is no number', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 99 }],
    ['a status that is no integer', { statusCode: 200.5 }],
    ['a body that is no text', { statusCode: 200, body: { id: 1 } }],
    ['headers that are text', { headers: 'a: b' }],
    ['a header that is a number', { headers: { Age: 1 } }],
    ['several values that are no list', { multiValueHeaders: { Vary: 'Accept' } }],
    ['several values that are no texts', { multiValueHeaders: { Vary: [1] } }],
    ['several values that are nothing', { multiValueHeaders: 'Vary' }],
  ])('is malformed: %s', (_what, payload) => {
    expect(parseProxyResponse(payload)).toBeUndefined();
  });
});
