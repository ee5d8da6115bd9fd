import fc, { type Arbitrary } from 'fast-check';
import { keyCondition } from './expressions.ts';
import { type Shape, type ShapeIndex, shapes } from './shapes.ts';
import {
  conditions,
  failureValues,
  maybe,
  nearly,
  onlyWhereThereIs,
  projections,
  rarely,
  type Step,
  sometimes,
  step,
  updates,
} from './step.ts';
import { transactGetOn, transactionOn } from './transaction-steps.ts';
import { item, key } from './values.ts';
import { written } from './written.ts';

/** Sequences of commands on one table, which begin with some items for them to meet. */
export const sequences: Arbitrary<readonly Step[]> = fc
  .constantFrom(...shapes)
  .chain((shape) =>
    fc.tuple(
      fc.array(plainPutOn(shape), { maxLength: 6, size: 'max' }),
      fc.array(stepsOn(shape), { minLength: 4, maxLength: 30, size: 'max' }),
    ),
  )
  .map(([first, steps]) => [...first, ...steps.flat()]);

/** One command, or a transaction that is sent again. */
function stepsOn(shape: Shape): Arbitrary<readonly Step[]> {
  return fc.tuple(stepOn(shape), fc.boolean()).map(([one, again]) => {
    return again && one.input['ClientRequestToken'] !== undefined ? [one, one] : [one];
  });
}

function stepOn(shape: Shape): Arbitrary<Step> {
  return fc.oneof(
    { weight: 8, arbitrary: putOn(shape) },
    { weight: 10, arbitrary: updateOn(shape) },
    { weight: 2, arbitrary: deleteOn(shape) },
    { weight: 2, arbitrary: getOn(shape) },
    { weight: 6, arbitrary: queryOn(shape) },
    { weight: 2, arbitrary: scanOn(shape) },
    { weight: 1, arbitrary: batchGetOn(shape) },
    { weight: 1, arbitrary: batchWriteOn(shape) },
    { weight: 4, arbitrary: transactionOn(shape) },
    { weight: 1, arbitrary: transactGetOn(shape) },
    ...(shape.stream ? [{ weight: 1, arbitrary: fc.constant(streamOf(shape)) }] : []),
  );
}

/** Everything in a table's stream. */
export function streamOf({ name }: Shape): Step {
  return { operation: 'ReadStream', input: { TableName: name } };
}

function plainPutOn(shape: Shape): Arbitrary<Step> {
  return item(shape).map((Item) => step('PutItem', { TableName: shape.name, Item }));
}

function putOn(shape: Shape): Arbitrary<Step> {
  return fc
    .record({
      Item: item(shape),
      ReturnValues: maybe(fc.constantFrom('NONE', ...Array(8).fill('ALL_OLD'), 'ALL_NEW')),
      ReturnValuesOnConditionCheckFailure: failureValues,
      condition: sometimes(conditions),
    })
    .map(({ condition: ConditionExpression, ...input }) =>
      step('PutItem', { TableName: shape.name, ...input, ...written({ ConditionExpression }) }),
    );
}

function updateOn(shape: Shape): Arbitrary<Step> {
  const returned = ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'];
  return fc
    .record({
      Key: key(shape),
      ReturnValues: fc.constantFrom(undefined, ...returned),
      ReturnValuesOnConditionCheckFailure: failureValues,
      change: updates,
      condition: maybe(conditions),
    })
    .map(({ condition: ConditionExpression, change: UpdateExpression, ...input }) =>
      step('UpdateItem', {
        TableName: shape.name,
        ...input,
        ...written({
          UpdateExpression,
          ConditionExpression: onlyWhereThereIs(UpdateExpression, ConditionExpression),
        }),
      }),
    );
}

function deleteOn(shape: Shape): Arbitrary<Step> {
  return fc
    .record({
      Key: key(shape),
      ReturnValues: maybe(fc.constantFrom('NONE', ...Array(8).fill('ALL_OLD'), 'UPDATED_NEW')),
      ReturnValuesOnConditionCheckFailure: failureValues,
      condition: maybe(conditions),
    })
    .map(({ condition: ConditionExpression, ...input }) =>
      step('DeleteItem', { TableName: shape.name, ...input, ...written({ ConditionExpression }) }),
    );
}

function getOn(shape: Shape): Arbitrary<Step> {
  return fc
    .record({ Key: key(shape), ConsistentRead: maybe(fc.boolean()), shown: maybe(projections) })
    .map(({ shown: ProjectionExpression, ...input }) =>
      step('GetItem', { TableName: shape.name, ...input, ...written({ ProjectionExpression }) }),
    );
}

const selects = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'COUNT', 'SPECIFIC_ATTRIBUTES'];

function queryOn(shape: Shape): Arbitrary<Step> {
  const targets: (Shape | ShapeIndex)[] = [shape, ...shape.indexes];
  return fc.constantFrom(...targets).chain((target) =>
    fc
      .record({
        key: nearly(keyCondition(target)),
        filter: sometimes(conditions),
        shown: sometimes(projections),
        ScanIndexForward: maybe(fc.boolean()),
        Limit: maybe(fc.constantFrom(1, 2, 3, 5)),
        Select: rarely(fc.constantFrom(...selects)),
        ConsistentRead: rarely(fc.boolean()),
      })
      .map(({ key: KeyConditionExpression, filter, shown, ...input }) => ({
        pages: true,
        ...step('Query', {
          ...named(shape, target),
          ...input,
          ...written({
            KeyConditionExpression,
            FilterExpression: filter,
            ProjectionExpression: shown,
          }),
        }),
      })),
  );
}

function scanOn(shape: Shape): Arbitrary<Step> {
  const targets: (Shape | ShapeIndex)[] = [shape, ...shape.indexes];
  return fc
    .record({
      target: fc.constantFrom(...targets),
      filter: sometimes(conditions),
      shown: sometimes(projections),
      Limit: maybe(fc.constantFrom(1, 2, 5)),
      Select: rarely(fc.constantFrom(...selects)),
    })
    .map(({ target, filter, shown, ...input }) => ({
      pages: true,
      ...step('Scan', {
        ...named(shape, target),
        ...input,
        ...written({ FilterExpression: filter, ProjectionExpression: shown }),
      }),
    }));
}

function named(shape: Shape, target: Shape | ShapeIndex): object {
  const TableName = shape.name;
  return target === shape ? { TableName } : { TableName, IndexName: target.name };
}

function batchGetOn(shape: Shape): Arbitrary<Step> {
  return fc
    .record({
      Keys: fc.array(key(shape), { minLength: 1, maxLength: 4 }),
      shown: maybe(projections),
    })
    .map(({ Keys, shown: ProjectionExpression }) =>
      step('BatchGetItem', {
        RequestItems: { [shape.name]: { Keys, ...written({ ProjectionExpression }) } },
      }),
    );
}

function batchWriteOn(shape: Shape): Arbitrary<Step> {
  const request = fc.oneof(
    item(shape).map((Item) => ({ PutRequest: { Item } })),
    key(shape).map((Key) => ({ DeleteRequest: { Key } })),
  );
  return fc
    .array(request, { minLength: 1, maxLength: 4 })
    .map((requests) => step('BatchWriteItem', { RequestItems: { [shape.name]: requests } }));
}
