import { route } from '../runtime/definition.ts';
import { notFound } from '../runtime/problem.ts';
import { skuParameter } from '../runtime/sku-parameter.ts';
import { piecesInShards } from './shard-store.ts';
import { readStock } from './stock-store.ts';

export default route({
  service: 'inventory',
  name: 'get-stock',
  method: 'GET',
  path: '/stock/{sku}',
  scope: 'stock:read',
  uses: { tables: { stock: ['BatchGetItem'] } },
  publishes: [],
  limits: { timeoutSeconds: 10, memoryMb: 256 },

  async handle({ params }, deps) {
    const sku = skuParameter(params);
    const level = (await readStock(deps, [sku])).get(sku);
    if (!level) throw notFound(`The stock of ${sku} was never set`);
    const available = level.available + (await piecesInShards(deps, level));
    return { status: 200, body: { sku, received: level.received, available } };
  },
});
