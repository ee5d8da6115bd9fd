import type { VerifiedFact } from '../fact.ts';
import { FactTable, type Item, N, refused, S } from './tables.ts';

const returned = 'scylladb/scylladb test/alternator/test_returnvalues.py';
const L = (...elements: Item[string][]): Item[string] => ({ L: elements });
const M = (members: Item): Item[string] => ({ M: members });

/** A fact about what an update of the item `{ p: 'a' }` returns. */
function returns(
  says: string,
  test: string,
  [before, expression, values]: readonly [Item, string, Item?],
  [asked, attributes]: readonly [string, Item | undefined],
): VerifiedFact {
  return {
    says,
    source: `${returned}, ${test}`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('a'), ...before });
      const { Attributes } = await table.update(expression, values, { ReturnValues: asked });
      world.expect(Attributes).toEqual(attributes);
    },
  };
}

const pets = { a: S('hi'), b: S('dog') };
const nested = { a: M({ b: S('dog'), c: L(N(1), N(2), N(3)) }), d: S('cat') };

/** What writes return. */
export const returnValueFacts: readonly VerifiedFact[] = [
  returns(
    'ALL_OLD is the whole item as it was',
    'test_update_item_returnvalues_all_old',
    [pets, 'SET b = :v', { ':v': S('cat') }],
    ['ALL_OLD', { p: S('a'), ...pets }],
  ),
  returns(
    'UPDATED_OLD is what the named attributes were, where they were',
    'test_update_item_returnvalues_updated_old',
    [pets, 'SET b = :v, c = :v', { ':v': S('cat') }],
    ['UPDATED_OLD', { b: S('dog') }],
  ),
  returns(
    'UPDATED_OLD of an attribute that was not there is nothing',
    'test_update_item_returnvalues_updated_old, not there',
    [pets, 'SET c = :v', { ':v': S('cat') }],
    ['UPDATED_OLD', undefined],
  ),
  returns(
    'ALL_NEW is the whole item as it is, without what was removed',
    'test_update_item_returnvalues_all_new',
    [pets, 'REMOVE b'],
    ['ALL_NEW', { p: S('a'), a: S('hi') }],
  ),
  returns(
    'UPDATED_NEW of an attribute that was removed is nothing',
    'test_update_item_returnvalues_updated_new',
    [pets, 'REMOVE b'],
    ['UPDATED_NEW', undefined],
  ),
  returns(
    'UPDATED_NEW of a nested place shows that place alone',
    'test_update_item_returnvalues_nested',
    [nested, 'SET a.c[1] = :v, a.b = :w', { ':v': N(3), ':w': S('cat') }],
    ['UPDATED_NEW', { a: M({ b: S('cat'), c: L(N(3)) }) }],
  ),
  returns(
    'UPDATED_OLD of elements of which one was not there shows the other',
    'test_update_item_returnvalues_nested, REMOVE',
    [nested, 'REMOVE a.c[1], a.c[3]'],
    ['UPDATED_OLD', { a: M({ c: L(N(2)) }) }],
  ),
  returns(
    'UPDATED_NEW of an element set beyond the end is nothing',
    'test_update_item_returnvalues_nested, beyond the end',
    [nested, 'SET a.c[100] = :v', { ':v': N(70) }],
    ['UPDATED_NEW', undefined],
  ),
  returns(
    'UPDATED_NEW of a removed element shows the one that moved to its place',
    'test_update_item_returnvalues_nested, REMOVE with UPDATED_NEW',
    [nested, 'REMOVE a.c[1]'],
    ['UPDATED_NEW', { a: M({ c: L(N(3)) }) }],
  ),
  refused(
    'a put does not return what is new',
    `${returned}, test_put_item_returnvalues`,
    (table) => table.put({ p: S('a') }, { ReturnValues: 'ALL_NEW' }),
    /^ValidationException: /,
  ),
  refused(
    'return values are told apart by case',
    `${returned}, test_delete_item_returnvalues`,
    (table) => table.remove({ ReturnValues: 'none' }),
    /^ValidationException: /,
  ),
];
