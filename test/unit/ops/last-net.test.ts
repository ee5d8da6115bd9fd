import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { spreadLastNet } from '../../../ops/last-net.ts';

describe('the last net of a server', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('tells of an %s', (event) => {
    const lines: string[] = [];
    const process = new EventEmitter();
    spreadLastNet((line) => lines.push(line), process as never);
    process.emit(event, new Error('lost'));
    process.emit(event, Object.create(null));
    expect(lines).toEqual([
      expect.stringMatching(/^Error: lost\n {4}at /),
      'something was thrown that is no error',
    ]);
  });

  it('is gone when it is taken away', () => {
    const process = new EventEmitter();
    spreadLastNet(() => {}, process as never)();
    expect(process.eventNames()).toEqual([]);
  });
});
