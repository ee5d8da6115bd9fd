import { describe, expect, it } from 'vitest';
import { replayAndRepublish } from '../../ops/verify.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { EmbeddedPlatform } from './embedded-platform.ts';

const platform = await EmbeddedPlatform.create({ extraServices: [loyalty] });

describe('a service that somebody adds', () => {
  it('counts nothing again when everything is replayed and republished', async () => {
    await platform.stock('POINTS-1', 100);
    const orderId = await platform.place('POINTS-1', 3);
    await platform.place('POINTS-1', 1, 'tok_declined');
    await platform.cancel(await platform.place('POINTS-1'));
    await platform.settle();
    const { changes } = await replayAndRepublish(platform.world, await platform.books());
    expect(changes).toEqual([]);
    expect(await platform.items('loyalty', 'points')).toMatchObject([{ orderId, points: 10 }]);
  });
});
