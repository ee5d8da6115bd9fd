import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { VerifiedFact } from '../fact.ts';
import { B, N, refusal, refused, S } from './tables.ts';

const suite = 'paritysuite/dynamodb-conformance captures/cross-region-latest.json';
const floci =
  'floci-io/floci src/test/java/io/github/hectorvent/floci/services/dynamodb/DynamoDbAddDeleteOperandIntegrationTest.java';
const one = '1 validation error detected: ';
const invalid = `${one}One or more parameter values were invalid: `;
const a = S('a');

/** A fact about the name of a table that a put gives. */
function refusesName(says: string, test: string, name: string | undefined, words: string) {
  return {
    says,
    source: `${suite}, ${test}`,
    holds: async (world) => {
      const put = new PutItemCommand({ TableName: name, Item: { p: a } });
      const told = await refusal(world.send(put));
      world.expect(told).toBe(`ValidationException: ${one}${words}`);
    },
  } satisfies VerifiedFact;
}

const names: readonly VerifiedFact[] = [
  refusesName(
    'a put without the name of a table is refused',
    's_put_table_null',
    undefined,
    "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
  ),
  refusesName(
    'a put with an empty name of a table is refused',
    's_put_table_empty',
    '',
    "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ),
  refusesName(
    'the name of a table has 255 characters at most, and is checked before it is looked up',
    's_put_table_long',
    'a'.repeat(256),
    `Value '${'a'.repeat(256)}' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to 255`,
  ),
  refusesName(
    'the name of a table is of letters, digits, and three signs, and is checked before it is looked up',
    's_put_table_badchars',
    'bad table!@#',
    "Value 'bad table!@#' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  ),
  {
    says: 'of an empty name and a return value that is none, the name is told',
    source: `${suite}, o_put_empty_table_bad_rv`,
    holds: async (world) => {
      const put = { TableName: '', Item: {}, ReturnValues: 'INVALID' as 'NONE' };
      const told = await refusal(world.send(new PutItemCommand(put)));
      world.expect(told).toContain("Value at 'TableName' failed to satisfy constraint");
    },
  },
];

const values: readonly VerifiedFact[] = [
  refused(
    'an empty set of texts is refused, and the faults of a put are counted',
    `${suite}, b_put_empty_ss`,
    (table) => table.put({ p: a, bad: { SS: [] } }),
    `${invalid}An string set  may not be empty`,
  ),
  refused(
    'an empty set of numbers is refused in like words',
    `${suite}, b_put_empty_ns`,
    (table) => table.put({ p: a, bad: { NS: [] } }),
    `${invalid}An number set  may not be empty`,
  ),
  refused(
    'the texts of a set with twins are quoted',
    `${suite}, b_put_dup_ss`,
    (table) => table.put({ p: a, bad: { SS: ['a', 'a'] } }),
    `${invalid}Input collection ["a", "a"] contains duplicates.`,
  ),
  refused(
    'a NULL that is false is refused',
    'paritysuite/dynamodb-conformance captures/2026-07-21-null-false-envelope.json',
    (table) => table.put({ p: a, bad: { NULL: false as true } }),
    `${invalid}Null attribute value types must have the value of true`,
  ),
  refused(
    'a value of an update that is nested too deeply is refused in the words for items',
    `${suite}, o_upd_nested_32_eav`,
    (table) => {
      const nested = Array.from({ length: 33 }).reduce<object>((inner) => ({ L: [inner] }), S('x'));
      return table.update('SET v = :v', { ':v': nested as never });
    },
    `${one}Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit`,
  ),
];

const keys: readonly VerifiedFact[] = [
  refused(
    'the key of an item can not be updated, which is not counted',
    `${suite}, u_upd_hashkey`,
    (table) => table.update('SET p = :v', { ':v': S('b') }),
    'One or more parameter values were invalid: Cannot update attribute p. This attribute is part of the key',
  ),
  refused(
    'an empty key is refused where an item is read',
    `${suite}, get_key_empty`,
    (table) => table.get({ Key: { p: S('') } }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
  ),
  refused(
    'an empty key is refused where an item is deleted',
    `${suite}, del_key_empty`,
    (table) => table.remove({ Key: { p: S('') } }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p',
  ),
  refused(
    'a key of another type is refused where an item is read',
    `${suite}, get_key_wrongtype`,
    (table) => table.get({ Key: { p: N(1) } }),
    'The provided key element does not match the schema',
  ),
  refused(
    'a key of another type is refused where an item is deleted',
    `${suite}, del_key_wrongtype`,
    (table) => table.remove({ Key: { p: B(1) } }),
    'The provided key element does not match the schema',
  ),
  refused(
    'a key that is a list is refused where an item is read',
    `${suite}, get_key_nonscalar`,
    (table) => table.get({ Key: { p: { L: [a] } } }),
    'The provided key element does not match the schema',
  ),
];

const expressions: readonly VerifiedFact[] = [
  refused(
    'values without an expression are refused',
    `${suite}, b_put_eav_no_expr`,
    (table) => table.put({ p: a }, { ExpressionAttributeValues: { ':v': a } }),
    `${one}ExpressionAttributeValues can only be specified when using expressions`,
  ),
  refused(
    'parentheses around parentheses are refused',
    `${suite}, b_put_redundant_parens`,
    (table) => table.put({ p: a }, { ConditionExpression: '((attribute_not_exists(p)))' }),
    `${one}Invalid ConditionExpression: The expression has redundant parentheses;`,
  ),
  refused(
    'contains does not compare an attribute with itself',
    `${suite}, b_put_contains_dup`,
    (table) =>
      table.put(
        { p: a },
        {
          ConditionExpression: 'contains(#a, #a)',
          ExpressionAttributeNames: { '#a': 'data' },
        },
      ),
    `${one}Invalid ConditionExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [data]`,
  ),
  refused(
    'an update that begins with no clause is a syntax error',
    `${suite}, u_upd_syntax`,
    (table) => table.update('INVALID SYNTAX HERE', { ':v': a }),
    `${one}Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"`,
  ),
  refused(
    'a name that an update does not use is refused',
    `${suite}, u_upd_unused_ean`,
    (table) =>
      table.update('SET b = :v', { ':v': a }, { ExpressionAttributeNames: { '#unused': 'c' } }),
    `${one}Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}`,
  ),
  refused(
    'a value that an update does not use is refused',
    `${suite}, u_upd_unused_eav`,
    (table) => table.update('SET b = :v', { ':v': a, ':unused': a }),
    `${one}Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}`,
  ),
  refused(
    'a value that an update uses has to be given',
    `${suite}, u_upd_missing_eav`,
    (table) => table.update('SET b = :v'),
    `${one}Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v`,
  ),
  refused(
    'an empty update expression is refused',
    `${suite}, u_upd_empty`,
    (table) => table.update(''),
    `${one}Invalid UpdateExpression: The expression can not be empty;`,
  ),
  refused(
    'a value that only the condition of an update uses has to be given',
    'paritysuite/dynamodb-conformance tests/tier3/error-messages/updateItem.test.ts, undefined value in the ConditionExpression beside a defined one: full error string',
    (table) => table.update('SET b = :w', { ':w': a }, { ConditionExpression: 'a = :v' }),
    `${one}Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v`,
  ),
  refused(
    'return values of an update that are none are refused',
    `${suite}, o_upd_two_bad_enums`,
    (table) => table.update('SET b = :v', { ':v': a }, { ReturnValues: 'INVALID' }),
    `${one}Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]`,
  ),
];

const typeSet = (operator: string, type: string) =>
  `${one}Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}, typeSet: ALLOWED_FOR_ADD_OPERAND`;

const operands: readonly VerifiedFact[] = [
  refused(
    'ADD names the type of a text it is given',
    `${floci}, updateItemRefusesAnOperandBeforeReadingTheItem`,
    (table) => table.update('ADD n :v', { ':v': S('x') }),
    typeSet('ADD', 'STRING'),
  ),
  refused(
    'ADD calls a truth value BOOL',
    `${floci}, updateItemRefusesAnOperandBeforeReadingTheItem with BOOL`,
    (table) => table.update('SET t = :t ADD n :v', { ':t': a, ':v': { BOOL: true } }),
    typeSet('ADD', 'BOOL'),
  ),
  refused(
    'DELETE refuses a list before it looks at the item, and names the types of ADD',
    `${floci}, updateItemRefusesAnOperandBeforeReadingTheItem with DELETE`,
    (table) =>
      table.update(
        'DELETE nope :v',
        { ':v': { L: [a] } },
        { ConditionExpression: 'attribute_exists(nope)' },
      ),
    typeSet('DELETE', 'LIST'),
  ),
  refused(
    'DELETE refuses a number',
    `${floci}, updateItemRefusesAnOperandBeforeReadingTheItem with a number`,
    (table) => table.update('DELETE s :v', { ':v': N(1) }),
    typeSet('DELETE', 'NUMBER'),
  ),
];

/** In which words single writes are refused. */
export const messageFacts: readonly VerifiedFact[] = [
  ...names,
  ...values,
  ...keys,
  ...expressions,
  ...operands,
];
