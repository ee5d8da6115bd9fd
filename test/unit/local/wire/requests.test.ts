import { crc32, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import { exchangeBytes } from '../../../support/exchange-bytes.ts';
import { authorization, jsonRequest, restRequest, WireWorld } from './wire-world.ts';

const wired = new WireWorld();
wired.world.table('things');
afterAll(() => wired.close());

const PUT = 'DynamoDB_20120810.PutItem';
const GOOD = JSON.stringify({ TableName: 'things', Item: { id: { S: 'a' } } });

/** What comes back: status, and the body as JSON. */
async function answerTo(request: HttpRequest): Promise<{ status: number; body: unknown }> {
  const { status, body } = await wired.send(request);
  return { status, body: JSON.parse(body) };
}

describe('a request in AWS JSON', () => {
  it('is answered with its id, its checksum and its content type', async () => {
    const { status, headers, body } = await wired.send(jsonRequest(PUT, GOOD));
    expect(status).toBe(200);
    expect(headers).toEqual({
      'x-amzn-requestid': expect.stringMatching(/^[A-Z0-9]{52}$/),
      'x-amz-crc32': String(crc32(body)),
      'content-type': 'application/x-amz-json-1.0',
    });
  });

  it.each([
    ['no JSON', '{"TableName":'],
    ['no object', '"text"'],
    ['a list', '[]'],
    ['a number for a text', '{"TableName":12}'],
    ['an object for a text', '{"TableName":{}}'],
    ['a text for a map', '{"TableName":"things","Item":"text"}'],
    ['a list for a map', '{"TableName":"things","Item":[]}'],
    ['a text for a structure', '{"TableName":"things","Item":{"id":"text"}}'],
    ['a text for a boolean', '{"TableName":"things","Item":{"id":{"BOOL":"true"}}}'],
    ['no base64 for bytes', '{"TableName":"things","Item":{"id":{"B":"*"}}}'],
    ['null in a list', '{"TableName":"things","Item":{"id":{"L":[null]}}}'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['what is nested too deeply', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    [
      'values nested too deeply',
      `{"Item":{"id":${'{"L":['.repeat(20_000)}${']}'.repeat(20_000)}}}`,
    ],
  ])('that holds %s is refused before anything is done', async (_what, text) => {
    const { status, body } = await answerTo(jsonRequest(PUT, text));
    expect(status).toBe(400);
    expect(['SerializationException', 'ValidationException']).toContain(
      (body as { __type: string }).__type.split('#')[1],
    );
  });

  it('that gives a value the wrong type is told so in the words of AWS', async () => {
    expect(await answerTo(jsonRequest(PUT, '{"TableName":12}'))).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.service#SerializationException',
        Message: 'NUMBER_VALUE cannot be converted to String',
      },
    });
  });

  it.each([
    ['{"TableName":"things","Limit":"1"}', 'STRING_VALUE cannot be converted to Integer'],
    ['{"TableName":"things","Limit":true}', 'TRUE_VALUE cannot be converted to Integer'],
    ['{"TableName":"things","IndexName":1.5}', 'DECIMAL_VALUE cannot be converted to String'],
  ])('that holds %s is told which type is wanted', async (text, Message) => {
    const { status, body } = await answerTo(jsonRequest('DynamoDB_20120810.Scan', text));
    expect([status, body]).toMatchObject([400, { Message }]);
  });

  it.each(['1.5', '1e400', '99999999999'])(
    'takes %s for an integer, as AWS does, as the integer that it comes to',
    async (limit) => {
      const text = `{"TableName":"things","Limit":${limit}}`;
      const { status } = await answerTo(jsonRequest('DynamoDB_20120810.Scan', text));
      expect(status).toBe(200);
    },
  );

  it('takes null for a member that is not given', async () => {
    const body = '{"TableName":"things","Key":{"id":{"S":"a"}},"ConsistentRead":null}';
    const { status } = await answerTo(jsonRequest('DynamoDB_20120810.GetItem', body));
    expect(status).toBe(200);
  });

  it.each([
    ['a member that the model does not have', '{"TableName":"things","Novelty":1}', 'Novelty'],
    ['a member that is not simulated', '{"TableName":"things","Expected":{}}', 'Expected'],
  ])('that has %s is refused by name', async (_what, text, name) => {
    const { status, body } = await answerTo(jsonRequest(PUT, text));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: expect.stringMatching(new RegExp(`^not simulated: .*${name}`)),
    });
  });

  it.each([
    ['DynamoDB_20120810.Nothing', ''],
    ['DynamoDB_20120810.', ''],
    ['DynamoDB_20120810.toString', ''],
    ['DynamoDB_20120810.ExecuteStatement', 'not simulated: operation dynamodb:ExecuteStatement'],
    ['Kinesis_20131202.PutRecord', 'not simulated: service Kinesis_20131202'],
    ['nothing', ''],
  ])('for %s is an unknown operation', async (target, message) => {
    const { status, body } = await answerTo(jsonRequest(target, '{}'));
    expect({ status, ...(body as object) }).toEqual({
      status: 400,
      __type: 'com.amazon.coral.service#UnknownOperationException',
      ...(message && { message }),
    });
  });

  it('without a target is an unknown operation', async () => {
    const { status, body } = await answerTo(jsonRequest('', '{}', { 'x-amz-target': undefined }));
    expect(status).toBe(400);
    expect(body).toEqual({ __type: 'com.amazon.coral.service#UnknownOperationException' });
  });

  it.each(['text/plain', 'application/xml', ''])(
    'of content type "%s" is not found',
    async (type) => {
      const response = await wired.send(jsonRequest(PUT, GOOD, { 'content-type': type }));
      expect(response).toMatchObject({ status: 404, body: '<UnknownOperationException/>\n' });
      expect(response.headers).toHaveProperty('x-amzn-requestid');
    },
  );

  it('may be compressed', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect((await wired.send(jsonRequest(PUT, gzipSync(GOOD), gzip))).status).toBe(200);
    const { status, body } = await answerTo(jsonRequest(PUT, GOOD, gzip));
    expect(status).toBe(400);
    expect(body).toMatchObject({ Message: 'The body is no gzip.' });
  });

  it('larger than the service takes is refused', async () => {
    const { status, body } = await answerTo(jsonRequest(PUT, Buffer.alloc(16 * 1024 * 1024 + 1)));
    expect(status).toBe(413);
    expect(body).toMatchObject({ message: expect.stringContaining('16777216 bytes') });
  });

  it('as large as the service takes is read', async () => {
    const filler = ' '.repeat(16 * 1024 * 1024 - GOOD.length);
    expect(await answerTo(jsonRequest(PUT, GOOD + filler))).toMatchObject({ status: 200 });
  });
});

describe('the signature of a request', () => {
  it('is missed where there is none', async () => {
    const request = jsonRequest(PUT, GOOD, { authorization: undefined });
    expect(await answerTo(request)).toEqual({
      status: 400,
      body: {
        __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
        message: 'Request is missing Authentication Token',
      },
    });
  });

  it.each([
    ['AWS4-HMAC-SHA256', "requires 'Credential' parameter"],
    ['AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request', "requires 'Signature' parameter"],
    [authorization('dynamodb').replace('/aws4_request', ''), 'exactly 5 slash-delimited'],
    ['AWS4-HMAC-MD5 Credential=a', 'Unsupported AWS'],
  ])('that is incomplete is refused: %s', async (header, message) => {
    const { status, body } = await answerTo(jsonRequest(PUT, GOOD, { authorization: header }));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      __type: 'com.amazon.coral.service#IncompleteSignatureException',
      message: expect.stringContaining(message),
    });
  });

  it('may be in the URL', async () => {
    const query = {
      'X-Amz-Algorithm': ['AWS4-HMAC-SHA256'],
      'X-Amz-Credential': ['AKIDEXAMPLE/20260101/eu-west-1/sts/aws4_request'],
      'X-Amz-Signature': ['0f'],
      Action: ['GetCallerIdentity'],
      Version: ['2011-06-15'],
    };
    const response = await wired.send({ method: 'GET', path: '/', headers: {}, query });
    expect(response).toMatchObject({ status: 200, body: expect.stringContaining('user/operator') });
  });

  it('for a REST API, or none at all, leaves the request to the REST APIs', async () => {
    const { headers } = restRequest('execute-api', 'GET', '/orders');
    expect(await wired.wire.handle({ method: 'GET', path: '/', headers })).toBeUndefined();
    expect(await wired.wire.handle({ method: 'GET', path: '/', headers: {} })).toBeUndefined();
  });

  it('for S3 is told that S3 is not spoken here', async () => {
    const response = await wired.send(restRequest('s3', 'GET', '/bucket'));
    expect(response).toMatchObject({
      status: 501,
      body: expect.stringContaining('<Code>NotImplemented</Code>'),
    });
  });
});

describe('a request in REST', () => {
  it.each([
    ['lambda', '/2099-01-01/nothing', 404, 'UnknownOperationException'],
    ['lambda', '/2015-03-31/functions/%E0%A4%A/invocations', 400, 'SerializationException'],
    ['schemas', '/v1/registries?unheard=1', 400, 'BadRequestException'],
  ])('to %s at %s is refused as %s', async (service, target, status, name) => {
    const [path = '', search] = target.split('?');
    const request = restRequest(service, service === 'lambda' ? 'POST' : 'GET', path);
    const query = search === undefined ? undefined : { unheard: ['1'] };
    const response = await wired.send({ ...request, ...(query && { query }) });
    expect(response.status).toBe(status);
    expect(response.headers['x-amzn-errortype']).toBe(name);
    expect(response.headers).toHaveProperty('x-amzn-requestid');
  });
});

describe('a signed request whose body is no gzip', () => {
  const gzip = { 'content-encoding': 'gzip' };

  it('is not left to the REST APIs', async () => {
    const request = restRequest('lambda', 'POST', '/2015-03-31/functions/echo/invocations');
    const headers = { ...request.headers, ...gzip };
    const response = await wired.send({ ...request, headers, body: Buffer.from('no gzip') });
    expect(response).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'SerializationException' },
    });
  });

  it('is known by its signature all the same', async () => {
    const headers = { ...gzip, authorization: 'AWS4-HMAC-SHA256' };
    const { body } = await answerTo(jsonRequest(PUT, gzipSync(GOOD), headers));
    expect(body).toMatchObject({ __type: expect.stringContaining('IncompleteSignature') });
  });
});

describe('bytes that are no HTTP', () => {
  it.each([
    ['a chunk without a size', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['two lengths', 'Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
    ['a header without an end', `X: ${'x'.repeat(100_000)}`],
  ])('such as %s are answered 4xx, and the server goes on', async (_what, text) => {
    const { endpoint } = await wired.clientOptions();
    const port = Number(new URL(endpoint).port);
    const answer = await exchangeBytes(port, `POST / HTTP/1.1\r\nHost: a\r\n${text}`);
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    const next = await fetch(endpoint, { method: 'POST', headers: { 'x-amz-target': PUT } });
    expect(next.headers.get('x-amzn-requestid')).toHaveLength(52);
  });
});
