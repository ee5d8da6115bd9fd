import { constraintException, validationException } from './errors.ts';

const pattern = /^[a-zA-Z0-9_.-]+$/;
const longest = 255;
/** Their front end, of 2026, tells of an empty name in its own way. */
const newer: readonly string[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * Throws a ValidationException for a text that can name no table; an ARN may stand for the name. Amazon DynamoDB API
 * Reference, PutItem; the words as paritysuite/dynamodb-conformance recorded them.
 */
export function checkTableName(name: string, operation = ''): void {
  if (name.startsWith('arn:') || (name.length <= longest && pattern.test(name))) return;
  if (name === '') {
    const rule = 'Member must have length greater than or equal to 1';
    if (!newer.includes(operation)) throw constraintException('', 'tableName', rule);
    throw validationException(
      `1 validation error detected: Value at 'TableName' failed to satisfy constraint: ${rule}`,
    );
  }
  throw constraintException(
    name,
    'tableName',
    name.length > longest
      ? `Member must have length less than or equal to ${longest}`
      : 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
  );
}
