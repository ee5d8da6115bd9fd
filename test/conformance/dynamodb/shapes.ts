import type { CreateTableInput } from '@aws-sdk/client-dynamodb';

/** The type of a key attribute. */
export type KeyType = 'S' | 'N' | 'B';

/** An index of a shape. */
export interface ShapeIndex {
  name: string;
  kind: 'global' | 'local';
  hash: [name: string, type: KeyType];
  range?: [name: string, type: KeyType];
  projection: NonNullable<
    NonNullable<CreateTableInput['GlobalSecondaryIndexes']>[number]['Projection']
  >;
}

/** A table that sequences run on. */
export interface Shape {
  name: string;
  hash: [name: string, type: KeyType];
  range?: [name: string, type: KeyType];
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
];

/** The input of CreateTable for a shape. */
export function createTableInput(shape: Shape): CreateTableInput {
  const { name, hash, range, indexes, stream } = shape;
  const keys = [hash, ...(range ? [range] : [])];
  const indexKeys = indexes.flatMap((index) => [index.hash, ...(index.range ? [index.range] : [])]);
  const types = new Map([...keys, ...indexKeys]);
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

function keySchema({ hash, range }: Pick<Shape, 'hash' | 'range'>) {
  const first = { AttributeName: hash[0], KeyType: 'HASH' as const };
  return range ? [first, { AttributeName: range[0], KeyType: 'RANGE' as const }] : [first];
}
