import { NotSimulatedError } from '../errors.ts';
import { responseHeaderName } from './header-names.ts';
import type { HttpResponse } from './http.ts';
import { isSendable } from './sendable-header.ts';

/** Members a proxy response may have; any other makes it malformed. */
const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Reads what a function returned to its proxy integration; undefined if it is malformed. Throws NotSimulatedError for
 * a header that HTTP has no form for.
 * API Gateway Developer Guide, "Output format of a Lambda function for proxy integration".
 */
export function parseProxyResponse(payload: unknown): HttpResponse | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  for (const member in payload) {
    if (!MEMBERS.has(member) && (payload as Record<string, unknown>)[member] !== undefined) {
      return undefined;
    }
  }
  const { statusCode = 200, headers, multiValueHeaders, body } = payload as ProxyResponse;
  const isNumeric = typeof statusCode === 'number' || typeof statusCode === 'string';
  const status = isNumeric ? Number(statusCode) : Number.NaN;
  const headersOut: HttpResponse['headers'] = { 'content-type': 'application/json' };
  const wellFormed =
    Number.isInteger(status) &&
    status >= 100 &&
    status <= 599 &&
    (body === undefined || body === null || typeof body === 'string') &&
    addHeaders(headersOut, headers) &&
    addMultiValueHeaders(headersOut, multiValueHeaders);
  return wellFormed ? { status, headers: headersOut, body: (body as string) ?? '' } : undefined;
}

interface ProxyResponse {
  statusCode?: unknown;
  headers?: unknown;
  multiValueHeaders?: unknown;
  body?: unknown;
}

/** False if they are malformed. */
function addHeaders(to: HttpResponse['headers'], given: unknown): boolean {
  if (given === undefined || given === null) return true;
  if (typeof given !== 'object') return false;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const text = headerText(value);
    if (text === undefined) return false;
    checkSendable(name, [text]);
    const reached = responseHeaderName(name);
    if (reached !== undefined) to[reached] = text;
  }
  return true;
}

/** Merges them into the single values. False if they are malformed. */
function addMultiValueHeaders(to: HttpResponse['headers'], given: unknown): boolean {
  if (given === undefined || given === null) return true;
  if (typeof given !== 'object') return false;
  for (const [name, values] of Object.entries(given)) {
    if (!Array.isArray(values)) return false;
    const texts = values.map(headerText);
    if (texts.includes(undefined)) return false;
    checkSendable(name, texts as string[]);
    const reached = responseHeaderName(name);
    if (reached === undefined) continue;
    const single = to[reached];
    const before =
      typeof single === 'string' && name.toLowerCase() !== 'content-type' ? [single] : [];
    to[reached] = [...new Set([...before, ...(texts as string[])])];
  }
  return true;
}

/** What API Gateway makes of such a header is not known. */
function checkSendable(name: string, values: readonly string[]): void {
  if (values.every((value) => isSendable(name, value))) return;
  throw new NotSimulatedError(`response header ${JSON.stringify(name)} with such a name or value`);
}

/** API Gateway takes text and booleans, and calls a number malformed. */
function headerText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
}
