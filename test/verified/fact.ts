import type { ExpectStatic } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../local/apigateway/http.ts';
import { Cloud } from '../../local/cloud.ts';
import { virtualTime } from '../../local/scheduler.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** An empty cloud of its own for one fact, on virtual time, and the ways to reach it. */
export interface FactWorld {
  cloud: Cloud;
  /** Sends a command of any service; rejects with the SDK's exceptions. */
  send(command: object): Promise<never>;
  /** Sends a request as it would come over HTTP. */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Lets virtual time pass, in milliseconds. */
  pass(durationMs: number): Promise<void>;
  expect: ExpectStatic;
}

/** What a test that ran against AWS recorded, and how it is seen that the embedded cloud answers the same. */
export interface VerifiedFact {
  /** A sentence: what AWS does. It is the name of the test. */
  says: string;
  /** The public suite, its file and its test or snapshot, such as `scylladb/scylladb test/alternator/test_gsi.py, test_gsi_empty`. */
  source: string;
  holds(world: FactWorld): Promise<void>;
}

/** Makes the world of one fact. */
export async function factWorld(expect: ExpectStatic): Promise<FactWorld> {
  const cloud = await Cloud.load({
    ...{ code: () => undefined, time: virtualTime(START_MS), seed: 1, latency: 'none' },
    conduct: 'server',
  });
  const client = cloud.client();
  return {
    cloud,
    expect,
    send: (command) => client.send(command),
    request: (request) => cloud.handle(request),
    pass: (durationMs) => cloud.scheduler.sleep(durationMs),
  };
}
