import * as z from 'zod/mini';
import { commitCommand } from '../runtime/command-store.ts';
import { retryConflicts } from '../runtime/conflicts.ts';
import { route } from '../runtime/definition.ts';
import { invalidFields } from '../runtime/problem.ts';
import { skuParameter } from '../runtime/sku-parameter.ts';
import { priceKey } from './price-list.ts';

/** The highest price: one million in major units. Fifty lines of 9,999 pieces stay a safe integer. */
const MAX_AMOUNT = 100_000_000;

const SetPrice = z.strictObject({
  amount: z.int().check(z.minimum(0), z.maximum(MAX_AMOUNT)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

export default route({
  service: 'ordering',
  name: 'set-price',
  method: 'PUT',
  path: '/prices/{sku}',
  scope: 'prices:write',
  body: SetPrice,
  uses: { tables: { prices: ['PutItem', 'GetItem'] }, settings: ['currency'] },
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  async handle({ params, body, bodyHash }, deps) {
    const currency = deps.setting('currency');
    if (body.currency !== currency) {
      throw invalidFields([{ pointer: '/currency', detail: `must be ${currency}` }]);
    }
    const price = { sku: skuParameter(params), amount: body.amount, currency };
    const result = await retryConflicts(deps, () =>
      commitCommand(deps, {
        table: deps.table('prices'),
        request: bodyHash,
        outbox: [],
        result: price,
        writes: [
          {
            Put: {
              TableName: deps.table('prices'),
              Item: {
                pk: { S: priceKey(price.sku) },
                sku: { S: price.sku },
                amount: { N: String(price.amount) },
                currency: { S: currency },
              },
            },
          },
        ],
      }),
    );
    return { status: 200, body: result };
  },
});
