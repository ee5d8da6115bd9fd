import { describe, expect, it } from 'vitest';
import { required, variableName } from '../../../../functions/runtime/environment.ts';
import { depsOf, fakePorts } from '../../../support/ports.ts';

describe("a function's environment", () => {
  it.each([
    ['TABLE', 'orders', 'TABLE_ORDERS'],
    ['SETTING', 'lowStockThreshold', 'SETTING_LOW_STOCK_THRESHOLD'],
    ['TABLE', 'order-view', 'TABLE_ORDER_VIEW'],
  ])('keeps %s %s in %s', (prefix, name, variable) => {
    expect(variableName(prefix, name)).toBe(variable);
  });

  it('gives the names and settings that lib has set', () => {
    const variables = {
      TABLE_ORDERS: 'the-orders',
      SETTING_CURRENCY: 'USD',
      ORDERLY_BUS: 'the-bus',
      GATEWAY_FUNCTION: 'the-gateway',
    };
    const deps = depsOf(fakePorts().ports, {}, { variables });
    expect([
      deps.table('orders'),
      deps.setting('currency'),
      deps.busName(),
      deps.gatewayFunction(),
    ]).toEqual(['the-orders', 'USD', 'the-bus', 'the-gateway']);
  });

  it.each([undefined, ''])('fails for good, by name, where a variable is %j', (value) => {
    expect(() => required({ TABLE_ORDERS: value }, 'TABLE_ORDERS')).toThrow(
      expect.objectContaining({
        code: 'variable-missing',
        retriable: false,
        message: expect.stringContaining('TABLE_ORDERS'),
      }),
    );
  });
});
