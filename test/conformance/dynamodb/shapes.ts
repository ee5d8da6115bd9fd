import type { CreateTableInput } from '@aws-sdk/client-dynamodb';

/** The type of a key attribute. */
export type KeyType = 'S' | 'N' | 'B';

/** A key attribute. */
export type ShapeKey = [name: string, type: KeyType];

/** An index of a shape. */
export interface ShapeIndex {
  name: string;
  kind: 'global' | 'local';
  hash: ShapeKey;
  range?: ShapeKey;
  /** Further attributes of the partition key of a global index, and of its sort key. */
  moreHash?: readonly ShapeKey[];
  moreRange?: readonly ShapeKey[];
  projection: NonNullable<
    NonNullable<CreateTableInput['GlobalSecondaryIndexes']>[number]['Projection']
  >;
}

/** A table that sequences run on. */
export interface Shape {
  name: string;
  hash: ShapeKey;
  range?: ShapeKey;
  indexes: readonly ShapeIndex[];
  stream?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
}

/** Every kind of key, index, projection and stream view is in one of them. */
export const shapes: readonly Shape[] = [
  { name: 'plain', hash: ['pk', 'S'], indexes: [] },
  {
    name: 'strings',
    hash: ['pk', 'S'],
    range: ['sk', 'S'],
    stream: 'NEW_AND_OLD_IMAGES',
    indexes: [
      {
        name: 'by-a',
        kind: 'local',
        hash: ['pk', 'S'],
        range: ['a', 'S'],
        projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        name: 'by-g',
        kind: 'global',
        hash: ['g', 'S'],
        range: ['sk', 'S'],
        projection: { ProjectionType: 'ALL' },
      },
    ],
  },
  {
    name: 'numbers',
    hash: ['pk', 'N'],
    range: ['sk', 'N'],
    stream: 'NEW_IMAGE',
    indexes: [
      {
        name: 'by-b',
        kind: 'local',
        hash: ['pk', 'N'],
        range: ['b', 'N'],
        projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a', 'm'] },
      },
      {
        name: 'by-g',
        kind: 'global',
        hash: ['g', 'N'],
        projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
  {
    name: 'bytes',
    hash: ['pk', 'B'],
    range: ['sk', 'B'],
    stream: 'OLD_IMAGE',
    indexes: [
      {
        name: 'by-a',
        kind: 'local',
        hash: ['pk', 'B'],
        range: ['a', 'B'],
        projection: { ProjectionType: 'ALL' },
      },
      {
        name: 'by-g',
        kind: 'global',
        hash: ['g', 'S'],
        range: ['b', 'N'],
        projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['l'] },
      },
    ],
  },
  {
    name: 'sparse',
    hash: ['pk', 'S'],
    stream: 'KEYS_ONLY',
    indexes: [
      {
        name: 'by-open',
        kind: 'global',
        hash: ['g', 'S'],
        range: ['b', 'N'],
        projection: { ProjectionType: 'ALL' },
      },
    ],
  },
  {
    name: 'several',
    hash: ['pk', 'S'],
    indexes: [
      {
        name: 'by-several',
        kind: 'global',
        hash: ['g', 'S'],
        moreHash: [['m', 'N']],
        range: ['a', 'S'],
        moreRange: [['b', 'N']],
        projection: { ProjectionType: 'ALL' },
      },
    ],
  },
];

/** The attributes of a partition key, and those of a sort key, in their order. */
export function keysOf(target: Shape | ShapeIndex): { hash: ShapeKey[]; range: ShapeKey[] } {
  const { hash, moreHash = [], range, moreRange = [] } = target as ShapeIndex;
  return { hash: [hash, ...moreHash], range: [...(range ? [range] : []), ...moreRange] };
}

/** All key attributes of a shape or an index. */
export function allKeys(target: Shape | ShapeIndex): ShapeKey[] {
  const { hash, range } = keysOf(target);
  return [...hash, ...range];
}

/** The input of CreateTable for a shape. */
export function createTableInput(shape: Shape): CreateTableInput {
  const { name, indexes, stream } = shape;
  const types = new Map([...allKeys(shape), ...indexes.flatMap(allKeys)]);
  const described = (kind: ShapeIndex['kind']) =>
    indexes
      .filter((index) => index.kind === kind)
      .map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: index.projection,
      }));
  const [global, local] = [described('global'), described('local')];
  return {
    TableName: name,
    KeySchema: keySchema(shape),
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => {
      return { AttributeName, AttributeType };
    }),
    BillingMode: 'PAY_PER_REQUEST',
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } }),
  };
}

function keySchema(target: Shape | ShapeIndex) {
  const { hash, range } = keysOf(target);
  return [
    ...hash.map(([AttributeName]) => ({ AttributeName, KeyType: 'HASH' as const })),
    ...range.map(([AttributeName]) => ({ AttributeName, KeyType: 'RANGE' as const })),
  ];
}
