import { gunzipSync } from 'node:zlib';
import { type HttpRequest, requestHeader } from '../apigateway/http.ts';
import { serializationException } from './wire-errors.ts';

/** Largest body that comes out of a compressed one. */
const MAXIMUM_BYTES = 32 * 1024 * 1024;

/**
 * A request with its body as it was before the SDK compressed it, which it does for larger bodies of some
 * operations (Smithy, "requestCompression"). Throws SerializationException where it cannot be read.
 */
export function decompressed(request: HttpRequest): HttpRequest {
  const encoding = requestHeader(request, 'content-encoding');
  if (encoding !== 'gzip' || request.body === undefined) return request;
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: MAXIMUM_BYTES }) };
  } catch (cause) {
    throw Object.assign(serializationException('The body is no gzip.'), { cause });
  }
}
