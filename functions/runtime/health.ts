import { type FunctionDefinition, route } from './definition.ts';

/** `GET /health` of a service: open to anyone, says that the function runs and reaches nothing else. */
export function health(service: string): FunctionDefinition {
  return route({
    service,
    name: 'health',
    method: 'GET',
    path: '/health',
    uses: {},
    publishes: [],
    limits: { timeoutSeconds: 5, memoryMb: 128 },
    handle: async () => ({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { status: 'ok', service },
    }),
  });
}
