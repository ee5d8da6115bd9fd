import type { HttpRequest, HttpResponse } from '../local/apigateway/http.ts';
import { type HttpServer, startHttpServer } from '../local/http-server.ts';
import type { LogLine } from '../local/log-ring.ts';
import { CLOUD_LOG } from '../local/troubles.ts';
import { LARGEST_REQUEST_BYTES } from '../local/wire/services.ts';
import { spreadLastNet } from './last-net.ts';
import { UsageError } from './usage-error.ts';

/** What answers: a cloud. */
export interface Served {
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** Says what would have ended a run; the functions' own lines are not shown. */
export function tellTrouble({ functionName, line }: LogLine): void {
  if (functionName === CLOUD_LOG) console.error(line);
}

/** Where a server tells whether it answers. */
const HEALTH = '/_orderly/health';

/**
 * Listens on a port of this machine, for AWS's API and for the REST APIs. It listens before there is a cloud
 * to answer, so that a port in use is told at once; throws UsageError then. Until it is closed, no error that nobody
 * handles ends the process.
 */
export async function serve(current: () => Promise<Served>, port: number): Promise<HttpServer> {
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const served = await current();
    return request.path === HEALTH ? json(200, { status: 'ok' }) : served.handle(request);
  };
  try {
    const server = await startHttpServer(handle, port, { maximumBytes: LARGEST_REQUEST_BYTES });
    const takeNetAway = spreadLastNet();
    return { ...server, close: () => server.close().finally(takeNetAway) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`Port ${port} is in use; choose another one with --port`);
  }
}

/** An answer of the server's own. */
export function json(status: number, body: object): HttpResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify(body) };
}

/** Ctrl-C, or the signal a supervisor sends. */
export function interruption(): { signal: Promise<void>; happened(): boolean } {
  let interrupted = false;
  const signal = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => {
        interrupted = true;
        resolve();
      });
    }
  });
  return { signal, happened: () => interrupted };
}
