import type { HttpRequest, HttpResponse } from '../local/apigateway/http.ts';
import type { World } from '../simulation/world.ts';
import { json, type Served } from './serve.ts';

/** Where a cloud in service is emptied. */
export const RESET = '/_orderly/reset';

const UNAVAILABLE = 503;

/** A cloud, and how it ends. */
export type Running = Pick<World, 'cloud' | 'stop'> & Partial<Pick<World, 'tokens'>>;

/**
 * One cloud in service, from its making to its end. Whoever waits for an answer then, as a long poll does, is told
 * that the cloud is gone; an SDK tries again.
 */
export class ServedCloud implements Served {
  /** Rejects where it could not be made. */
  readonly running: Promise<Running>;
  readonly #waiting = new Set<(response: HttpResponse) => void>();
  #isOver = false;

  constructor(making: Promise<Running>) {
    this.running = making;
    // Requests that wait for it are told; without any there is nobody to tell.
    making.catch(() => {});
  }

  handle(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      this.#answer(request)
        .then(resolve, reject)
        .finally(() => this.#waiting.delete(resolve));
    });
  }

  /** Ends it, and every wait for it; resolves when nothing of it runs any more. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const resolve of this.#waiting) resolve(gone());
    const running = await this.running.catch(() => undefined);
    await running?.stop();
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    const { cloud } = await this.running;
    return this.#isOver ? gone() : cloud.handle(request);
  }
}

/** A cloud that can be replaced by a new one of its kind while it is served. */
export class ReplaceableCloud implements Served {
  /** Rejects with what ends a run, or with what keeps a new cloud from being made. */
  readonly failure: Promise<never>;
  readonly #fail: (error: unknown) => void;
  readonly #make: () => Promise<Running>;
  #current: ServedCloud;
  #isOver = false;

  constructor(make: () => Promise<Running>) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.failure = promise;
    this.failure.catch(() => {});
    this.#fail = reject;
    this.#make = make;
    this.#current = this.#serve(make());
  }

  /** The cloud that is served now. */
  get running(): Promise<Running> {
    return this.#current.running;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    if (request.path !== RESET) return this.#current.handle(request);
    if (request.method !== 'POST') return json(405, { message: `${RESET} is a POST` });
    if (this.#isOver) return gone();
    await this.#replace();
    return json(200, { status: 'ok' });
  }

  /** Ends the cloud that is served now, after those it replaced; there is no other one after it. */
  end(): Promise<void> {
    this.#isOver = true;
    return this.#current.end();
  }

  /** Each cloud is made after the one before has ended: there are never two, however many ask. */
  async #replace(): Promise<void> {
    const former = this.#current;
    this.#current = this.#serve(former.end().then(() => this.#make()));
    await this.#current.running;
  }

  #serve(making: Promise<Running>): ServedCloud {
    making
      .then(({ cloud }) => cloud.scheduler.orFailure(new Promise<never>(() => {})))
      .catch(this.#fail);
    return new ServedCloud(making);
  }
}

function gone(): HttpResponse {
  return json(UNAVAILABLE, { message: 'the cloud was emptied or has ended' });
}
