import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ControlPlane } from './control-plane-fixture.ts';

const EVENT = {
  id: '1',
  'detail-type': 'OrderPlaced',
  source: 'orders',
  account: '111122223333',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-west-1',
  detail: { total: 5 },
};

const command = (pattern: string, event: string = JSON.stringify(EVENT)) =>
  new TestEventPatternCommand({ EventPattern: pattern, Event: event });

describe('TestEventPattern', () => {
  it.each([
    ['{"detail":{"total":[{"numeric":[">",4]}]}}', true],
    ['{"detail":{"total":[{"numeric":[">",5]}]}}', false],
  ])('says whether the event matches %s', async (pattern, Result) => {
    expect(await new ControlPlane().call(command(pattern))).toEqual({ Result });
  });

  it('refuses a pattern that is not valid', async () => {
    const { name } = await new ControlPlane().failure(command('{"source":"orders"}'));
    expect(name).toBe('InvalidEventPatternException');
  });

  it.each(['{', '[]', '{"source":"orders"}'])('refuses the event %s', async (event) => {
    expect(await new ControlPlane().failure(command('{"source":["orders"]}', event))).toEqual({
      name: 'ValidationException',
      message: 'Parameter Event is not valid.',
    });
  });
});
