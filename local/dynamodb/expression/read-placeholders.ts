import { rewordedValidation, validationException } from '../errors.ts';
import { Placeholders } from './placeholders.ts';

/** The members of a request that hold expressions. */
export type ExpressionParameter =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

type Input = { [name in ExpressionParameter]?: string } & {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: object;
};

/**
 * Reads the placeholders of a request that may have these expressions; throws a ValidationException
 * if it has placeholders but no expression to use them.
 */
export function readPlaceholders(
  input: Input,
  expressions: readonly ExpressionParameter[],
): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (names !== undefined && expressions.every((name) => input[name] === undefined)) {
    throw validationException(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  }
  if (values !== undefined) checkValuesUsable(input, expressions);
  return new Placeholders(names, values);
}

function checkValuesUsable(input: Input, expressions: readonly ExpressionParameter[]): void {
  const withValues = expressions.filter((name) => name !== 'ProjectionExpression');
  if (withValues.some((name) => input[name] !== undefined)) return;
  const are = withValues.length > 1 ? 'are' : 'is';
  const problem = 'ExpressionAttributeValues can only be specified when using expressions';
  throw rewordedValidation(`${problem}: ${withValues.join(' and ')} ${are} null`, problem);
}
