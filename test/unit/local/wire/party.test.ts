import { expect, it } from 'vitest';
import { operationOf } from '../../../../local/operations.ts';
import { Party } from '../../../../local/wire/party.ts';
import { World } from '../cloud/world.ts';
import { unavailable } from '../once.ts';

/** A party whose calls are refused for good, each by its id. */
function refused() {
  let asked = 0;
  const world = new World({
    interference: {
      call: () => {
        asked += 1;
        return { kind: 'refused', error: unavailable(), final: true };
      },
    },
  });
  const party = new Party({ kind: 'operator' }, world.composed.foundation);
  const operation = operationOf(world.engines.sqs, 'ListQueues');
  const attempt = async (id: number): Promise<void> => {
    const headers = { 'amz-sdk-invocation-id': `call-${id}` };
    const made = party.make({ operation, input: {} }, { method: 'POST', path: '/', headers });
    await expect(made).rejects.toThrow('Service unavailable');
  };
  return { attempt, asked: () => asked };
}

it('a call that is refused for good is refused at each attempt of the SDK, as long as it is young', async () => {
  const { attempt, asked } = refused();
  for (let id = 1; id <= 1_001; id += 1) await attempt(id);
  await attempt(2);
  await attempt(1_001);
  expect(asked()).toBe(1_001);
  await attempt(1);
  expect(asked()).toBe(1_002);
});
