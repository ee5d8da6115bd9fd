import type { HttpRequest } from '../local/apigateway/http.ts';
import type { Cloud } from '../local/cloud.ts';
import { startHttpServer } from '../local/http-server.ts';
import { WorkerHost, type WorkerHostOptions } from '../local/lambda/bundle/worker-host.ts';
import { LARGEST_REQUEST_BYTES } from '../local/wire/services.ts';

/** Where functions run in threads, and where these reach their cloud. */
export interface Threads {
  workers: WorkerHost;
  endpoint: string;
  /** Answers the threads' calls from now on. */
  serve(cloud: Cloud): void;
  /** Ends all threads. */
  stop(): Promise<void>;
}

/** How threads run, and what becomes of their calls before the cloud sees them. */
export interface ThreadOptions extends Omit<WorkerHostOptions, 'endpoint'> {
  onRequest?(request: HttpRequest): HttpRequest;
}

/** Threads for a cloud that is served under this address; without one they have a server of their own. */
export async function startThreads(
  served: string | undefined,
  { onRequest = (request) => request, ...options }: ThreadOptions = {},
): Promise<Threads> {
  if (served !== undefined) {
    const workers = new WorkerHost({ ...options, endpoint: () => served });
    return { workers, endpoint: served, serve: () => {}, stop: () => workers.stop() };
  }
  const starting = Promise.withResolvers<Cloud>();
  const server = await startHttpServer(
    async (request) => (await starting.promise).handle(onRequest(request)),
    0,
    { maximumBytes: LARGEST_REQUEST_BYTES },
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  const workers = new WorkerHost({ ...options, endpoint: () => endpoint });
  const stop = async (): Promise<void> => {
    await workers.stop();
    await server.close();
  };
  return { workers, endpoint, serve: (cloud) => starting.resolve(cloud), stop };
}
