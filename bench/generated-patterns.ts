import { seededRandom } from '../local/random.ts';

/** What rules and events are made of: a platform of many services whose teams subscribe to parts of its events. */
const SOURCES = names('service', 25);
const TYPES = names('Type', 40);
const TENANTS = names('tenant', 200);
const STATUSES = ['open', 'paid', 'late', 'closed', 'refused'];
const REGIONS = ['eu-west-1', 'eu-north-1', 'us-east-1', 'ap-south-1'];
const GREATEST_TOTAL = 1_000;

/** The same seeds, the same rules and events. */
const PATTERN_SEED = 11;
const EVENT_SEED = 12;

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

/** Patterns as JSON text: all with a source or a type, most with one or two conditions on the detail. */
export function generatedPatterns(count: number): string[] {
  const random = seededRandom(PATTERN_SEED);
  const one = (values: readonly string[]): string => values[random.below(values.length)]!;
  const conditions: (() => object)[] = [
    () => ({ tenant: [one(TENANTS)] }),
    () => ({ status: [one(STATUSES), one(STATUSES)] }),
    () => ({ status: [{ 'anything-but': one(STATUSES) }] }),
    () => ({ total: [{ numeric: ['>', random.below(GREATEST_TOTAL)] }] }),
    () => ({ place: { region: [{ prefix: one(REGIONS).slice(0, 3) }] } }),
    () => ({ place: { region: [one(REGIONS)] } }),
    () => ({ coupon: [{ exists: random.below(2) === 0 }] }),
    () => ({ lines: { sku: [{ wildcard: `sku-${random.below(10)}*` }] } }),
  ];
  return Array.from({ length: count }, () => {
    const detail: object[] = Array.from({ length: random.below(3) }, () =>
      conditions[random.below(conditions.length)]!(),
    );
    const pattern = {
      ...(random.below(10) < 9 ? { source: [one(SOURCES)] } : {}),
      'detail-type': random.below(4) === 0 ? [one(TYPES), one(TYPES)] : [one(TYPES)],
      ...(detail.length > 0 ? { detail: Object.assign({}, ...detail) } : {}),
    };
    return JSON.stringify(pattern);
  });
}

/** Events as JSON text, as they are on a bus. */
export function generatedEvents(count: number): string[] {
  const random = seededRandom(EVENT_SEED);
  const one = (values: readonly string[]): string => values[random.below(values.length)]!;
  const line = () => ({ sku: `sku-${random.below(100)}`, quantity: 1 + random.below(9) });
  return Array.from({ length: count }, () =>
    JSON.stringify({
      version: '0',
      id: random.hex(16),
      'detail-type': one(TYPES),
      source: one(SOURCES),
      account: '111122223333',
      time: '2026-01-01T00:00:00Z',
      region: one(REGIONS),
      resources: [],
      detail: {
        tenant: one(TENANTS),
        status: one(STATUSES),
        total: random.below(GREATEST_TOTAL),
        place: { region: one(REGIONS), city: 'Ulm' },
        ...(random.below(2) === 0 ? { coupon: 'C-1' } : {}),
        lines: Array.from({ length: 1 + random.below(3) }, line),
      },
    }),
  );
}
