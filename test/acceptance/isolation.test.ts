import { describe, expect, it } from 'vitest';
import { synthesize } from '../../simulation/world.ts';
import { Platform } from './platform.ts';
import { templatesOf } from './templates.ts';

describe('a service that is down', () => {
  it('delays only what needs its answer: orders are confirmed and charged without fulfilment', async () => {
    const synthesis = await synthesize();
    for (const { file, resources, save } of await templatesOf(synthesis.assembly)) {
      if (!file.includes('fulfilment')) continue;
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type === 'AWS::Lambda::EventSourceMapping') Properties.Enabled = false;
      }
      await save();
    }
    const platform = await Platform.bringUp(synthesis);
    await synthesis.discard();
    await platform.stock('DOWN-1', 10);
    const orderId = await platform.place('DOWN-1');
    await platform.world.cloud.scheduler.sleep(60_000);
    expect(await platform.order(orderId)).toMatchObject({ status: 'confirmed' });
    expect(platform.typesOf(orderId)).toContain('PaymentCaptured');
    expect(platform.deadLetterCount()).toBe(0);
  });
});
