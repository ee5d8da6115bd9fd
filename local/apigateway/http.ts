/** A request as an HTTP server, or a caller in process, hands it to the gateway. */
export interface HttpRequest {
  /** In capitals. */
  method: string;
  /** As sent: percent-encoded, without the query. */
  path: string;
  /** Decoded names and values. */
  query?: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case; a list where the header came more than once. */
  headers: Readonly<Record<string, string | readonly string[]>>;
  body?: Buffer | string;
  /** Address of the client; 127.0.0.1 unless said otherwise. */
  sourceIp?: string;
}

/** What the gateway answers. */
export interface HttpResponse {
  status: number;
  /** Names in lower case; a list for a header that is sent more than once. */
  headers: Record<string, string | readonly string[]>;
  body: string;
}

/**
 * Splits a request target such as `/orders?status=open` into path and query.
 * Throws URIError if the query is not percent-encoded UTF-8.
 */
export function parseTarget(target: string): Pick<HttpRequest, 'path' | 'query'> {
  const start = target.indexOf('?');
  if (start === -1) return { path: target };
  // No prototype: `__proto__` is a name like any other.
  const query: Record<string, string[]> = Object.create(null);
  for (const pair of target.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
    const values = query[name] ?? [];
    values.push(value);
    query[name] = values;
  }
  return { path: target.slice(0, start), query };
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

/** One value of a header, the last of several; `name` in lower case. */
export function requestHeader({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.at(-1);
}

/** The same of a name that an API's settings give: what objects have without being given it is no header. */
export function namedHeader(request: HttpRequest, name: string): string | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(request.headers, lower) ? requestHeader(request, lower) : undefined;
}

/** One value of a query parameter, the last of several, of a name that an API's settings give. */
export function namedParameter({ query }: HttpRequest, name: string): string | undefined {
  return query && Object.hasOwn(query, name) ? query[name]?.at(-1) : undefined;
}

/** Address of a caller in process. */
export const LOCAL_ADDRESS = '127.0.0.1';
