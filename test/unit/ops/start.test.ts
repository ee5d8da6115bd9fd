import { describe, expect, it, vi } from 'vitest';
import { startCommand } from '../../../ops/start.ts';
import { createWorld } from '../../../simulation/world.ts';

describe('orderly start', () => {
  it('ends the whole world with Ctrl-C', async () => {
    const greeted = Promise.withResolvers<string>();
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      const url = /http:\/\/localhost:\d+/.exec(line)?.[0];
      if (url) greeted.resolve(url);
    });
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const stops: string[] = [];
    const create: typeof createWorld = async (options) => {
      const world = await createWorld(options);
      const stop = async (): Promise<void> => {
        await world.stop();
        stops.push('stopped');
      };
      return { ...world, stop };
    };
    const ended = startCommand({ port: 0 }, create);
    await Promise.race([greeted.promise, ended]);
    process.emit('SIGINT');
    expect(await ended).toBe(0);
    expect(stops).toEqual(['stopped']);
  });

  it('answers who waits for it, and ends, where the world cannot be made', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const health: Promise<Response>[] = [];
    const create: typeof createWorld = async ({ endpoint }) => {
      health.push(fetch(`${endpoint}/_orderly/health`));
      // Answered without a world, and after the request before it has arrived.
      expect((await fetch(`${endpoint}/?x=%E4`)).status).toBe(400);
      throw new Error('no world today');
    };
    await expect(startCommand({ port: 0 }, create)).rejects.toThrow('no world today');
    expect((await health[0]!).status).toBe(500);
  });
});
