import { benchDynamoDb } from './dynamodb.ts';
import { benchFirstOrder } from './first-order.ts';
import { benchHotSku } from './hot-sku.ts';
import { benchPatterns } from './patterns.ts';
import { benchPipeline } from './pipeline.ts';

/** What can be measured; each prints ratios of two things measured in one run. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  pipeline: benchPipeline,
  patterns: benchPatterns,
  dynamodb: benchDynamoDb,
  'first-order': benchFirstOrder,
  'hot-sku': benchHotSku,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  const names = Object.keys(benchmarks).join(', ');
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${names}`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benchmarks)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    try {
      await bench();
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}
