import type { VerifiedFact } from '../fact.ts';
import { FactTable, type Item, N, refusal, refused, S, updated } from './tables.ts';

const scylla = 'scylladb/scylladb test/alternator/test_update_expression.py';
const L = (...elements: Item[string][]): Item[string] => ({ L: elements });
const SS = (...texts: string[]): Item[string] => ({ SS: texts });
const M = (members: Item): Item[string] => ({ M: members });
const anyValidation = /^ValidationException: /;

const clauses: readonly VerifiedFact[] = [
  updated(
    'an update keeps what it does not name',
    `${scylla}, test_update_expression_set_merge`,
    [{ a: S('hi') }, 'SET b = :v', { ':v': S('hello') }],
    { a: S('hi'), b: S('hello') },
  ),
  updated(
    'SET copies an attribute',
    `${scylla}, test_update_expression_set_copy`,
    [{ a: S('hello') }, 'SET b = a'],
    { a: S('hello'), b: S('hello') },
  ),
  updated(
    'the clauses of an update are named in any case',
    `${scylla}, test_update_expression_action_case`,
    [undefined, 'sEt b = :v', { ':v': N(5) }],
    { b: N(5) },
  ),
  updated(
    'space in an update does not matter',
    `${scylla}, test_update_expression_action_whitespace`,
    [undefined, '  set   b=:v  ', { ':v': N(5) }],
    { b: N(5) },
  ),
  updated(
    'a value is read before it is removed',
    `${scylla}, test_update_expression_multi_with_copy`,
    [{ a: S('hello') }, 'REMOVE a SET b = a'],
    { b: S('hello') },
  ),
  updated(
    'an update goes to several nested places at once',
    `${scylla}, test_update_expression_multi_nested`,
    [
      { a: M({ x: N(3), y: N(4), c: M({ y: N(3) }) }), b: M({ x: N(1), y: N(2) }) },
      'SET a.b = :v1, a.c.d = :v2, b.x = :v3 REMOVE a.x, b.y',
      { ':v1': N(10), ':v2': S('dog'), ':v3': N(17) },
    ],
    { a: M({ y: N(4), b: N(10), c: M({ y: N(3), d: S('dog') }) }), b: M({ x: N(17) }) },
  ),
  refused(
    'what SET copies is read before anything is written',
    `${scylla}, test_update_expression_set_copy, y = x`,
    (table) => table.update('SET x = :v, y = x', { ':v': N(4) }),
    anyValidation,
  ),
  refused(
    'a clause of an update stands once, even with another between',
    `${scylla}, test_update_expression_multi`,
    (table) => table.update('SET a = :v REMOVE b SET c = :w', { ':v': N(1), ':w': N(2) }),
    /^ValidationException: .*The "SET" section can only be used once/,
  ),
  ...[
    'SET a.b = :v1, a = :v2',
    'SET a[1][1] = :v1, a[1] = :v2',
    'SET a.b = :v1, a.b.c.d = :v2',
  ].map((expression) =>
    refused(
      `an update may not name a place and one within it: ${expression}`,
      `${scylla}, test_update_expression_multi_overlap_nested`,
      (table) => table.update(expression, { ':v1': N(2), ':v2': S('there') }),
      /^ValidationException: .*overlap/,
    ),
  ),
  refused(
    'an update may not take an attribute for a map and for a list',
    `${scylla}, test_update_expression_multi_conflict_nested`,
    (table) => table.update('SET a.b = :v1, a[1] = :v2', { ':v1': N(2), ':v2': N(3) }),
    /^ValidationException: .*conflict/,
  ),
];

const functions: readonly VerifiedFact[] = [
  updated(
    'list_append joins two lists',
    `${scylla}, test_update_expression_list_append_basic`,
    [undefined, 'SET a = list_append(:v, :w)', { ':v': L(N(4)), ':w': L(S('hi'), N(7)) }],
    { a: L(N(4), S('hi'), N(7)) },
  ),
  updated(
    'if_not_exists keeps what is there',
    `${scylla}, test_update_expression_if_not_exists`,
    [{ a: N(2) }, 'SET b = if_not_exists(a, :v)', { ':v': N(6) }],
    { a: N(2), b: N(2) },
  ),
  updated(
    'a sum may have if_not_exists in it',
    `${scylla}, test_update_expression_function_plus_nesting`,
    [undefined, 'SET b = if_not_exists(b, :v)+:w', { ':v': N(2), ':w': N(3) }],
    { b: N(5) },
  ),
  refused(
    'the names of functions are told apart by case',
    `${scylla}, test_update_expression_list_append_basic, LIST_APPEND`,
    (table) => table.update('SET a = LIST_APPEND(:v, :w)', { ':v': L(N(4)), ':w': L(N(7)) }),
    /^ValidationException: .*Invalid function name; function: LIST_APPEND/,
  ),
  refused(
    'list_append takes two lists, not one',
    `${scylla}, test_update_expression_list_append_basic with one`,
    (table) => table.update('SET a = list_append(:v)', { ':v': L(N(4)) }),
    /^ValidationException: .*Incorrect number of operands.*list_append, number of operands: 1/,
  ),
  refused(
    'list_append does not take a text',
    `${scylla}, test_update_expression_list_append_basic with a text`,
    (table) => table.update('SET a = list_append(:v, :w)', { ':v': L(N(4)), ':w': S('hi') }),
    /^ValidationException: .*list_append, operand type: S/,
  ),
  refused(
    'if_not_exists looks for an attribute, not for a value',
    `${scylla}, test_update_expression_if_not_exists with a value`,
    (table) => table.update('SET b = if_not_exists(:w, :v)', { ':v': N(6), ':w': N(3) }),
    /^ValidationException: .*requires a document path; operator or function: if_not_exists/,
  ),
  refused(
    'a function of an update that there is not is named',
    `${scylla}, test_update_expression_unknown_function`,
    (table) => table.update('SET a = f123_hi(b,c,d)'),
    /^ValidationException: .*f123_hi/,
  ),
  refused(
    'three numbers are not added at once',
    `${scylla}, test_update_expression_plus_basic`,
    (table) => table.update('SET b = :v + :w + :x', { ':v': N(4), ':w': N(3), ':x': N(2) }),
    /^ValidationException: .*yntax/,
  ),
];

const sets: readonly VerifiedFact[] = [
  updated(
    'ADD makes a number where there is none, as it were from zero',
    `${scylla}, test_update_expression_add_numbers_new`,
    [undefined, 'ADD b :v', { ':v': N(8) }],
    { b: N(8) },
  ),
  updated(
    'ADD joins two sets, each element once',
    `${scylla}, test_update_expression_add_sets`,
    [{ a: SS('beaver', 'lynx', 'coati') }, 'ADD a :v', { ':v': SS('coati', 'beaver', 'badger') }],
    { a: SS('badger', 'beaver', 'coati', 'lynx') },
  ),
  updated(
    'DELETE of the last elements of a set takes the attribute away',
    `${scylla}, test_update_expression_delete_sets`,
    [{ a: SS('dog'), b: S('hi') }, 'DELETE a :v', { ':v': SS('dog') }],
    { b: S('hi') },
  ),
  updated(
    'DELETE from an attribute that is not there does nothing',
    `${scylla}, test_update_expression_delete_sets, nothing there`,
    [{ b: S('hi') }, 'DELETE a :v', { ':v': SS('dog') }],
    { b: S('hi') },
  ),
  {
    says: 'ADD of a number to a text is refused for the type',
    source: `${scylla}, test_update_expression_add_numbers`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('a'), b: S('hi') });
      const told = await refusal(table.update('ADD b :v', { ':v': N(1) }));
      world.expect(told).toMatch(/^ValidationException: .*type/);
    },
  },
  refused(
    'ADD does not take a list',
    `${scylla}, test_update_expression_add_lists`,
    (table) => table.update('ADD a :v', { ':v': L(N(3)) }),
    /^ValidationException: .*operand/,
  ),
  refused(
    'an empty set to delete is refused',
    `${scylla}, test_update_expression_delete_sets, an empty set`,
    (table) => table.update('DELETE a :v', { ':v': SS() }),
    /^ValidationException: .*empty/,
  ),
];

const places: readonly VerifiedFact[] = [
  {
    says: 'a dot in a name that a placeholder stands for is part of the name',
    source: `${scylla}, test_update_expression_dot_in_name`,
    holds: async (world) => {
      const table = await FactTable.make(world);
      const names = { ExpressionAttributeNames: { '#a': 'a.b' } };
      await table.update('SET #a = :v', { ':v': N(3) }, names);
      world.expect(await table.get()).toEqual({ p: S('a'), 'a.b': N(3) });
    },
  },
  updated(
    'indices of a list mean the list as it was before the update',
    `${scylla}, test_update_expression_nested_remove_list_item_original_number`,
    [{ a: L(N(2), N(3), N(4), N(5), N(6), N(7)) }, 'REMOVE a[1] SET a[3] = :v', { ':v': N(17) }],
    { a: L(N(2), N(4), N(17), N(6), N(7)) },
  ),
  updated(
    'an element beyond the end of a list is removed without a word',
    `${scylla}, test_update_expression_nested_remove_list_item_after_end`,
    [{ a: L(N(4)) }, 'REMOVE a[17]'],
    { a: L(N(4)) },
  ),
  updated(
    'an element set beyond the end of a list follows its last one',
    'paritysuite/dynamodb-conformance tests/tier1/updateItem/paths.test.ts, SET on list index beyond bounds extends the list',
    [{ l: L(S('a'), S('b')) }, 'SET l[5] = :v', { ':v': S('c') }],
    { l: L(S('a'), S('b'), S('c')) },
  ),
  refused(
    'the index of a list is a number, not a value',
    `${scylla}, test_update_expression_nested_attribute_index_reference`,
    (table) => table.update('SET a[:x] = :v', { ':v': S('hello'), ':x': N(1) }),
    /^ValidationException: .*yntax/,
  ),
  {
    says: 'an update does not make the maps on the way to a place',
    source:
      'paritysuite/dynamodb-conformance tests/tier1/updateItem/paths.test.ts, SET fails when intermediate map path does not exist',
    holds: async (world) => {
      const table = await FactTable.make(world);
      await table.put({ p: S('a'), top: S('x') });
      const told = await refusal(table.update('SET missing.nested.deep = :v', { ':v': S('x') }));
      world.expect(told).toMatch(/^ValidationException: /);
    },
  },
];

/** What updates do, and refuse. */
export const updateFacts: readonly VerifiedFact[] = [...clauses, ...functions, ...sets, ...places];
