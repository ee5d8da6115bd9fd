import fc, { type Arbitrary } from 'fast-check';
import type { Shape } from './shapes.ts';
import {
  conditions,
  failureValues,
  maybe,
  onlyWhereThereIs,
  projections,
  type Step,
  sometimes,
  step,
  updates,
} from './step.ts';
import { item, key } from './values.ts';
import { type Pieces, written } from './written.ts';

const tokens = fc.constantFrom(undefined, undefined, 'token-1', 'token-2');

/** Transactions of writes. */
export function transactionOn(shape: Shape): Arbitrary<Step> {
  return fc
    .record({
      TransactItems: fc.oneof(
        {
          weight: 12,
          arbitrary: fc.uniqueArray(actionOn(shape), {
            selector: keyText,
            minLength: 1,
            maxLength: 4,
          }),
        },
        { weight: 1, arbitrary: fc.array(actionOn(shape), { minLength: 2, maxLength: 4 }) },
      ),
      ClientRequestToken: tokens,
    })
    .map((input) => step('TransactWriteItems', input));
}

/** What the item of an action is known by. */
function keyText(action: object): string {
  const [{ Key, Item }] = Object.values(action) as [{ Key?: object; Item?: object }];
  const { pk, sk } = { ...Key, ...Item } as { pk?: unknown; sk?: unknown };
  return JSON.stringify([pk, sk]);
}

function actionOn({ name: TableName, ...shape }: Shape): Arbitrary<object> {
  const on = { TableName, ...shape } as unknown as Shape;
  const checked = fc.record({
    ReturnValuesOnConditionCheckFailure: failureValues,
    test: sometimes(conditions),
  });
  const rest = ({ test: ConditionExpression, ...input }: { test: Pieces | undefined }) => ({
    TableName,
    ...Object.fromEntries(Object.entries(input).filter(([, member]) => member !== undefined)),
    ...written({ ConditionExpression }),
  });
  const actions = fc.oneof(
    fc.tuple(item(on), checked).map(([Item, given]) => ({ Put: { Item, ...rest(given) } })),
    fc.tuple(key(on), checked).map(([Key, given]) => ({ Delete: { Key, ...rest(given) } })),
    fc.tuple(key(on), conditions, failureValues).map(([Key, test, returned]) => ({
      ConditionCheck: {
        ...{ TableName, Key },
        ...(returned && { ReturnValuesOnConditionCheckFailure: returned }),
        ...written({ ConditionExpression: test }),
      },
    })),
    fc.tuple(key(on), updates, sometimes(conditions)).map(([Key, UpdateExpression, test]) => ({
      Update: {
        ...{ TableName, Key },
        ...written({
          UpdateExpression,
          ConditionExpression: onlyWhereThereIs(UpdateExpression, test),
        }),
      },
    })),
  );
  return actions.filter((action) => !looksIntoKey.test(JSON.stringify(action)));
}

/** Paths into attributes that are keys, which transactions take there: one of the differences that are avoided. */
const looksIntoKey = /[ "]#?(pk|sk|a|b|g)[.[]/;

/** Transactions of reads. */
export function transactGetOn(shape: Shape): Arbitrary<Step> {
  const get = fc.tuple(key(shape), maybe(projections)).map(([Key, ProjectionExpression]) => ({
    Get: { TableName: shape.name, Key, ...written({ ProjectionExpression }) },
  }));
  return fc
    .array(get, { minLength: 1, maxLength: 4 })
    .map((TransactItems) => step('TransactGetItems', { TransactItems }));
}
