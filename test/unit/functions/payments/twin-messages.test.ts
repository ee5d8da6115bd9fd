import { expect, it } from 'vitest';
import { PaymentScene } from './scene.ts';

it('a message that two invocations handle at once leaves nothing open when one of them ends half-way', async () => {
  const scene = new PaymentScene();
  let ended: unknown;
  scene.gatewayFault = async (request) => {
    if (request.operation !== 'authorise') return undefined;
    scene.gatewayFault = () => undefined;
    await scene.cancel();
    scene.crashBefore('voided');
    await scene.place().catch((error: Error) => {
      ended = error.message;
    });
    expect(scene.payment()).toMatchObject({ state: 'voiding' });
    return undefined;
  };
  await scene.place();
  expect(ended).toBe('crashed before voided');
  expect(scene.payment()).toMatchObject({ state: 'voided' });
  expect(scene.gatewayState()).toBe('voided');
});
