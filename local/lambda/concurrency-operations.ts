import type { PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import { onFunction } from './function-operations.ts';
import type { FunctionRecord } from './function-record.ts';
import { inRange } from './function-settings.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException, validationException } from './lambda-errors.ts';
import type { LambdaOperation } from './operations.ts';

/** What must be left to functions without a reservation. Lambda Developer Guide, "Configuring reserved concurrency". */
const UNRESERVED_MINIMUM = 100;

/** The operations on reserved concurrency, by name. */
export const concurrencyOperations: Readonly<Record<string, LambdaOperation>> = {
  PutFunctionConcurrency: onFunction<PutFunctionConcurrencyRequest>(
    'PutFunctionConcurrency',
    ['FunctionName', 'ReservedConcurrentExecutions'],
    putConcurrency,
  ),
  GetFunctionConcurrency: onFunction('GetFunctionConcurrency', ['FunctionName'], (_, record) =>
    concurrencyOf(record),
  ),
  DeleteFunctionConcurrency: onFunction(
    'DeleteFunctionConcurrency',
    ['FunctionName'],
    (lambda, record) => {
      lambda.reserve(record, undefined);
      return {};
    },
  ),
};

function putConcurrency(
  lambda: Lambda,
  record: FunctionRecord,
  { ReservedConcurrentExecutions: reserved }: PutFunctionConcurrencyRequest,
): object {
  if (reserved === undefined) {
    const constraint = 'Member must not be null';
    throw validationException(reserved, 'reservedConcurrentExecutions', constraint);
  }
  inRange('reservedConcurrentExecutions', reserved, [0, Number.MAX_SAFE_INTEGER]);
  const own = record.target.settings.reservedConcurrency ?? 0;
  if (lambda.concurrency.unreservedLimit + own - reserved < UNRESERVED_MINIMUM) {
    const message = `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`;
    throw lambdaException('InvalidParameterValueException', message);
  }
  lambda.reserve(record, reserved);
  return concurrencyOf(record);
}

function concurrencyOf({ target }: FunctionRecord): object {
  const { reservedConcurrency } = target.settings;
  if (reservedConcurrency === undefined) return {};
  return { ReservedConcurrentExecutions: reservedConcurrency };
}
