import { attempt, type ControlStep, describedTable } from './control-plane.ts';
import type { Call } from './sides.ts';

/** How often a table is looked at until a change of it is done. */
const LOOKS = 3_000;

const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' });
const define = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const unitsOf = (units: number) => ({
  ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: units },
});
const index = (IndexName: string, attribute: string, more: object = {}) => ({
  ...{ IndexName, KeySchema: [hash(attribute)], Projection: { ProjectionType: 'ALL' } },
  ...more,
});

const onDemand = {
  ...{ TableName: 'control', KeySchema: [hash('a')], AttributeDefinitions: define('a', 'g') },
  ...{ BillingMode: 'PAY_PER_REQUEST', GlobalSecondaryIndexes: [index('by-g', 'g')] },
};
const provisioned = {
  ...{ ...onDemand, BillingMode: 'PROVISIONED', ...unitsOf(1) },
  GlobalSecondaryIndexes: [index('by-g', 'g', unitsOf(1))],
};

const indexes = (...GlobalSecondaryIndexUpdates: object[]) => ({ GlobalSecondaryIndexUpdates });
const defining = (names: readonly string[], change: object) => ({
  ...{ AttributeDefinitions: define(...names), ...change },
});
const create = (name: string, attribute: string, more?: object) => ({
  Create: index(name, attribute, more),
});
const remove = (IndexName: string) => ({ Delete: { IndexName } });
const units = (IndexName: string, given: object = unitsOf(2)) => ({
  Update: { IndexName, ...given },
});
const stream = (StreamEnabled: boolean, StreamViewType?: string) => ({
  StreamSpecification: { StreamEnabled, ...(StreamViewType && { StreamViewType }) },
});

/** Changes of a table, by what they do: each of a new table, one after the other. */
const changes: Readonly<Record<string, readonly [table: object, ...changes: object[]]>> = {
  'an index': [onDemand, defining(['h'], indexes(create('by-h', 'h')))],
  'an index, with all definitions': [
    onDemand,
    defining(['a', 'g', 'h'], indexes(create('x-h', 'h'))),
  ],
  'an index with units': [provisioned, defining(['h'], indexes(create('by-h', 'h', unitsOf(2))))],
  'an index and what it lacks': [onDemand, indexes(create('by-h', 'h'))],
  'an index with a short name': [onDemand, defining(['h'], indexes(create('h', 'h')))],
  'an index that is there': [onDemand, defining(['g'], indexes(create('by-g', 'g')))],
  'two indexes': [onDemand, defining(['h'], indexes(create('by-h', 'h'), create('by-i', 'h')))],
  'an index for another': [onDemand, defining(['h'], indexes(create('by-h', 'h'), remove('by-g')))],
  'an attribute of another type': [
    onDemand,
    {
      AttributeDefinitions: [...define('h'), { AttributeName: 'g', AttributeType: 'N' }],
      ...indexes(create('by-h', 'h')),
    },
  ],
  'the type of an attribute after its index': [
    onDemand,
    indexes(remove('by-g')),
    {
      AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'N' }],
      ...indexes(create('by-g', 'g')),
    },
  ],
  'an index away': [onDemand, indexes(remove('by-g')), indexes(remove('by-g'))],
  'an index away that is not there': [onDemand, indexes(remove('by-h'))],
  'an index in two ways': [provisioned, indexes(remove('by-g'), units('by-g'))],
  'the units of an index': [provisioned, indexes(units('by-g')), indexes(units('by-g'))],
  'no units of an index': [provisioned, indexes(units('by-g', {}))],
  'the units of the table': [provisioned, unitsOf(2), unitsOf(2)],
  'the billing mode and back': [
    onDemand,
    { BillingMode: 'PROVISIONED', ...unitsOf(1), ...indexes(units('by-g')) },
    { BillingMode: 'PAY_PER_REQUEST' },
  ],
  'the billing mode without units': [onDemand, { BillingMode: 'PROVISIONED' }],
  'a stream': [onDemand, stream(true, 'NEW_IMAGE'), stream(true, 'OLD_IMAGE'), stream(false)],
  'a stream without a view': [onDemand, stream(true)],
  'a stream away that is not there': [onDemand, stream(false)],
  'definitions only': [onDemand, { AttributeDefinitions: define('x') }],
};

/** What came of each change: the table as described once all of it is ACTIVE, or an error's name. */
export async function changeOutcomes(call: Call): Promise<Map<string, unknown>> {
  const outcomes = new Map<string, unknown>();
  for (const [name, [table, ...steps]] of Object.entries(changes)) {
    await call('CreateTable', table);
    for (const [at, change] of steps.entries()) {
      const input = { TableName: 'control', ...change };
      outcomes.set(`${name}, ${at + 1}`, await changed(call, { operation: 'UpdateTable', input }));
    }
    await call('DeleteTable', { TableName: 'control' });
  }
  return outcomes;
}

async function changed(call: Call, step: ControlStep): Promise<unknown> {
  const outcome = await attempt(call, step);
  return 'refused' in outcome ? outcome.refused : untilActive(call);
}

/** While an index is being made or deleted, DescribeTable sometimes fails there. */
async function untilActive(call: Call): Promise<object> {
  for (let look = 0; look < LOOKS; look += 1) {
    const asked = { operation: 'DescribeTable', input: { TableName: 'control' } };
    const outcome = await attempt(call, asked);
    if ('refused' in outcome) continue;
    const table = outcome.output['Table'] as Described;
    const { TableStatus, GlobalSecondaryIndexes = [] } = table;
    const states = [TableStatus, ...GlobalSecondaryIndexes.map(({ IndexStatus }) => IndexStatus)];
    if (states.every((state) => state === 'ACTIVE')) return withUnits(table);
  }
  throw new Error(`the table was not ACTIVE within ${LOOKS} looks`);
}

interface Described {
  TableStatus: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  ProvisionedThroughput: { ReadCapacityUnits: number };
  GlobalSecondaryIndexes?: {
    IndexName: string;
    IndexStatus: string;
    ProvisionedThroughput?: { ReadCapacityUnits: number };
  }[];
}

/** A table with its units and those of its indexes; what indexes of a table on demand have is told otherwise. */
function withUnits(table: Described): object {
  const { ReadCapacityUnits: own } = table.ProvisionedThroughput;
  const ofIndexes = (table.GlobalSecondaryIndexes ?? []).map((one) => {
    return `${one.IndexName}: ${one.ProvisionedThroughput?.ReadCapacityUnits}`;
  });
  const types = table.AttributeDefinitions.map((one) => Object.values(one).join(': '));
  return {
    ...describedTable(table as never),
    units: own === 0 ? 'on demand' : [own, ...ofIndexes.sort()],
    types: types.sort(),
  };
}
