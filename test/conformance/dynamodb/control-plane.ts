import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { Call } from './sides.ts';

/** What came of making a table, and of each question about it. */
export interface ControlOutcome {
  made: unknown;
  asked: readonly unknown[];
}

/** A request of the control plane. */
export interface ControlStep {
  operation: string;
  input: Readonly<Record<string, unknown>>;
}

const hash = (AttributeName: string): KeySchemaElement => ({ AttributeName, KeyType: 'HASH' });
const range = (AttributeName: string): KeySchemaElement => ({ AttributeName, KeyType: 'RANGE' });
const define = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const all = { ProjectionType: 'ALL' };
const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

const plain = {
  ...{ TableName: 'control', KeySchema: [hash('a')], AttributeDefinitions: define('a') },
  BillingMode: 'PAY_PER_REQUEST',
};
const ranged = {
  ...{ ...plain, KeySchema: [hash('a'), range('b')] },
  AttributeDefinitions: define('a', 'b'),
};

const index = (IndexName: string, KeySchema = [hash('a')], Projection: object = all) => {
  return { IndexName, KeySchema, Projection };
};
const global = (...GlobalSecondaryIndexes: object[]) => ({ ...plain, GlobalSecondaryIndexes });
const local = (...LocalSecondaryIndexes: object[]) => ({ ...ranged, LocalSecondaryIndexes });
const including = (...NonKeyAttributes: string[]) => {
  return { ProjectionType: 'INCLUDE', NonKeyAttributes };
};

/** Inputs of CreateTable, good ones and near ones. */
const tables: readonly object[] = [
  plain,
  ranged,
  { ...plain, TableName: 'ab' },
  { ...plain, TableName: 'a b' },
  { ...plain, TableName: 'x'.repeat(256) },
  { ...plain, KeySchema: [] },
  { ...plain, AttributeDefinitions: [] },
  { ...plain, KeySchema: [range('a')] },
  { ...plain, KeySchema: [hash('a'), range('a')] },
  { ...plain, KeySchema: [hash('a'), range('b')] },
  { ...ranged, KeySchema: [hash('a'), hash('b')] },
  { ...ranged, KeySchema: [hash('a'), range('b'), range('c')] },
  { ...plain, AttributeDefinitions: define('a', 'b') },
  { ...plain, AttributeDefinitions: define('b') },
  { ...plain, AttributeDefinitions: define('a', 'a') },
  { ...plain, AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'M' }] },
  { ...plain, BillingMode: 'PROVISIONED' },
  { ...plain, BillingMode: 'PROVISIONED', ProvisionedThroughput: units },
  {
    ...{ ...plain, BillingMode: 'PROVISIONED' },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 },
  },
  global(),
  global(index('by-a')),
  global(index('g')),
  global(index('by-b', [hash('b')])),
  global(index('by-a', [range('a')])),
  global(index('by-a', [hash('a'), range('a')])),
  global(index('by-a'), index('by-a')),
  global(index('by-a', [hash('a')], {})),
  global(index('by-a', [hash('a')], { ProjectionType: 'INCLUDE' })),
  global(index('by-a', [hash('a')], including('x'))),
  global(index('by-a', [hash('a')], { ...including('x'), ProjectionType: 'ALL' })),
  global(...Array.from({ length: 20 }, (_, at) => index(`by-${at}`))),
  global(...Array.from({ length: 21 }, (_, at) => index(`by-${at}`))),
  local(index('by-b', [hash('a'), range('b')])),
  local(index('by-b', [hash('b'), range('a')])),
  local(index('by-a', [hash('a')])),
  local(...Array.from({ length: 6 }, (_, at) => index(`by-${at}`, [hash('a'), range('b')]))),
  { ...local(index('one', [hash('a'), range('b')])), GlobalSecondaryIndexes: [index('one')] },
  { ...plain, LocalSecondaryIndexes: [index('by-b', [hash('a'), range('b')])] },
  { ...plain, StreamSpecification: { StreamEnabled: true } },
  { ...plain, StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
  { ...plain, StreamSpecification: { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' } },
  { ...plain, DeletionProtectionEnabled: true },
];

const named = (change: object = {}) => ({ TableName: 'control', ...change });
const live = (Enabled: boolean, AttributeName = 'expires') =>
  named({ TimeToLiveSpecification: { Enabled, AttributeName } });

/** What is asked of each table that could be made, before it is deleted. */
const questions: readonly ControlStep[] = [
  { operation: 'CreateTable', input: plain },
  { operation: 'UpdateTable', input: named() },
  { operation: 'UpdateTable', input: named({ DeletionProtectionEnabled: false }) },
  { operation: 'UpdateTable', input: named({ GlobalSecondaryIndexUpdates: [{}] }) },
  { operation: 'UpdateTimeToLive', input: live(false) },
  { operation: 'UpdateTimeToLive', input: live(true) },
  { operation: 'UpdateTimeToLive', input: live(true) },
  { operation: 'UpdateTimeToLive', input: live(true, 'other') },
  { operation: 'DescribeTimeToLive', input: named() },
  { operation: 'ListTables', input: { Limit: 0 } },
  { operation: 'ListTables', input: { Limit: 101 } },
  { operation: 'DescribeTable', input: { TableName: 'nothing' } },
  { operation: 'UpdateTable', input: { TableName: 'nothing', BillingMode: 'PAY_PER_REQUEST' } },
  { operation: 'DeleteTable', input: { TableName: 'nothing' } },
];

/** What came of making each table, and of what was asked of it: the table as described, or an error's name. */
export async function controlOutcomes(call: Call): Promise<Map<object, ControlOutcome>> {
  const outcomes = new Map<object, ControlOutcome>();
  for (const input of tables) {
    const made = await outcomeOf(call, { operation: 'CreateTable', input: input as never });
    const asked: unknown[] = [];
    if (typeof made === 'object') {
      for (const question of questions) asked.push(await outcomeOf(call, question));
      await call('DeleteTable', { TableName: 'control' });
    }
    outcomes.set(input, { made, asked });
  }
  return outcomes;
}

/** The answer to a request, or the name of the error that refused it. */
export async function attempt(
  call: Call,
  { operation, input }: ControlStep,
): Promise<{ output: Record<string, unknown> } | { refused: string }> {
  try {
    const { $metadata: _, ...output } = (await call(operation, input)) as Record<string, unknown>;
    return { output };
  } catch (error) {
    return { refused: (error as Error).name };
  }
}

async function outcomeOf(call: Call, step: ControlStep): Promise<unknown> {
  const outcome = await attempt(call, step);
  if ('refused' in outcome) return outcome.refused;
  const { output } = outcome;
  const table = (output['TableDescription'] ?? output['Table']) as object | undefined;
  return table === undefined ? output : describedTable(table as Record<string, unknown>);
}

const compared = ['TableName', 'KeySchema', 'TableStatus', 'ItemCount', 'StreamSpecification'];
const comparedOfIndexes = ['IndexName', 'KeySchema', 'Projection', 'IndexStatus'];

/** The members of a description that both sides tell alike. */
export function describedTable(table: Record<string, unknown>): object {
  const indexes = (kind: string) => {
    const list = (table[kind] ?? []) as Record<string, unknown>[];
    const shown = list.map((one) => pick(one, comparedOfIndexes));
    return shown.sort((left, right) =>
      String(left['IndexName']) < String(right['IndexName']) ? -1 : 1,
    );
  };
  return {
    ...pick(table, compared),
    protected: table['DeletionProtectionEnabled'] === true,
    global: indexes('GlobalSecondaryIndexes'),
    local: indexes('LocalSecondaryIndexes'),
  };
}

function pick(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const members = names
    .filter((name) => from[name] !== undefined)
    .map((name) => [name, from[name]]);
  return Object.fromEntries(members);
}
