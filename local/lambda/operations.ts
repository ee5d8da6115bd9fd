import type { Access } from '../service.ts';
import { concurrencyOperations } from './concurrency-operations.ts';
import { functionOperations } from './function-operations.ts';
import { type InvokeInput, invokeOperation } from './invoke-operation.ts';
import type { Lambda } from './lambda.ts';
import { mappingOperations } from './mapping-operations.ts';
import { permissionOperations } from './permission-operations.ts';
import { tagOperations } from './tag-operations.ts';

/** One operation: what it takes, what it needs, what it does. */
export interface LambdaOperation {
  parameters: readonly string[];
  accesses(lambda: Lambda, input: never): readonly Access[];
  run(lambda: Lambda, input: never, traceHeader?: string): object | Promise<object>;
}

const invoke: LambdaOperation = {
  parameters: ['FunctionName', 'InvocationType', 'Payload', 'LogType', 'Qualifier'],
  accesses: (lambda, { FunctionName = '' }: InvokeInput) =>
    lambda.invokeAccesses(lambda.functionNamed(FunctionName)),
  run: (lambda, input: InvokeInput, traceHeader) =>
    invokeOperation(
      lambda.functionNamed(input.FunctionName ?? ''),
      input,
      lambda.later,
      traceHeader,
    ),
};

/** The operations of AWS Lambda that are simulated, by name. */
export const lambdaOperations: Readonly<Record<string, LambdaOperation>> = {
  Invoke: invoke,
  ...functionOperations,
  ...concurrencyOperations,
  ...permissionOperations,
  ...mappingOperations,
  ...tagOperations,
};
