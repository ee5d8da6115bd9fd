import { type HttpRequest, requestHeader } from '../../local/apigateway/http.ts';
import type { FunctionCode } from '../../local/lambda/handler.ts';
import { readSignature } from '../../local/wire/signature.ts';
import { type Entry, extendedEntry } from '../new-fields.ts';

const PUT_EVENTS = 'AWSEvents.PutEvents';

/**
 * Environments that run the next release: what they put on the bus carries fields that today's contracts do not
 * know. The bundle is today's; its events are changed on their way.
 */
export class NewerRelease {
  readonly #keys = new Set<string>();

  /** The next release of a function's code. */
  readonly of = (code: FunctionCode): FunctionCode => ({
    ...code,
    start: (environment) => {
      this.#keys.add(environment.credentials().accessKeyId);
      return code.start(environment);
    },
  });

  /** A request as the release of its caller would have sent it. */
  readonly sent = (request: HttpRequest): HttpRequest => {
    if (requestHeader(request, 'x-amz-target') !== PUT_EVENTS) return request;
    if (!this.#keys.has(readSignature(request)?.accessKeyId ?? '')) return request;
    const input = JSON.parse(String(request.body)) as { Entries: Entry[] };
    return {
      ...request,
      body: JSON.stringify({ ...input, Entries: input.Entries.map(extendedEntry) }),
    };
  };
}
