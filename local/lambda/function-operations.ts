import type {
  CreateFunctionRequest,
  ListFunctionsRequest,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { NotSimulatedError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Access } from '../service.ts';
import { codeIn, discard, unpack } from './function-code.ts';
import { checkArchitectures, checkRole, propertiesOf } from './function-input.ts';
import { checkQualifier, newFunctionName } from './function-name.ts';
import { archiveOf, type FunctionRecord, functionConfiguration } from './function-record.ts';
import { inRole, passRole } from './function-role.ts';
import { functionSettings, inRange } from './function-settings.ts';
import type { Lambda } from './lambda.ts';
import { lambdaException, validationException } from './lambda-errors.ts';
import { onlyMembers } from './members.ts';
import type { LambdaOperation } from './operations.ts';
import { checkTags } from './tag-operations.ts';

/** What operations on one function have in common. */
export interface OnFunction {
  FunctionName: string | undefined;
  Qualifier?: string | undefined;
  RevisionId?: string | undefined;
}

const SETTINGS = [
  ...['FunctionName', 'Runtime', 'Role', 'Handler', 'Description', 'Timeout', 'MemorySize'],
  ...['Environment', 'DeadLetterConfig', 'TracingConfig'],
];
const LARGEST_PAGE = 10_000;
const DEFAULT_PAGE = 50;

/** An operation on a function that there is; its permission is on the function, and it may need others. */
export function onFunction<Input extends OnFunction>(
  action: string,
  parameters: readonly string[],
  run: (lambda: Lambda, record: FunctionRecord, input: Input) => object,
  others: (input: Input) => readonly Access[] = () => [],
): LambdaOperation {
  return {
    parameters,
    accesses: (lambda, input: Input) => {
      const { arn } = lambda.recordOf(input.FunctionName ?? '').target.settings;
      return [{ action: `lambda:${action}`, resource: arn }, ...others(input)];
    },
    run: (lambda, input: Input) => {
      checkQualifier(input.Qualifier);
      const record = lambda.recordOf(input.FunctionName ?? '');
      if (input.RevisionId !== undefined && input.RevisionId !== record.revisionId) {
        throw lambdaException('PreconditionFailedException', STALE);
      }
      return run(lambda, record, input);
    },
  };
}

const STALE =
  'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';

/** The operations on functions, by name. AWS Lambda API Reference. */
export const functionOperations: Readonly<Record<string, LambdaOperation>> = {
  CreateFunction: {
    parameters: [...SETTINGS, 'Code', 'PackageType', 'Publish', 'Architectures', 'Tags'],
    accesses: (lambda, input: CreateFunctionRequest) => {
      const resource = lambda.arnOf(`function:${newName(lambda, input)}`);
      return [{ action: 'lambda:CreateFunction', resource }, ...passRole(input)];
    },
    run: createFunction,
  },
  UpdateFunctionCode: onFunction<UpdateFunctionCodeRequest>(
    'UpdateFunctionCode',
    ['FunctionName', 'ZipFile', 'Architectures', 'Publish', 'DryRun', 'RevisionId'],
    updateFunctionCode,
  ),
  UpdateFunctionConfiguration: onFunction<UpdateFunctionConfigurationRequest>(
    'UpdateFunctionConfiguration',
    [...SETTINGS, 'RevisionId'],
    updateFunctionConfiguration,
    passRole,
  ),
  DeleteFunction: onFunction('DeleteFunction', ['FunctionName', 'Qualifier'], deleteFunction),
  GetFunction: onFunction('GetFunction', ['FunctionName', 'Qualifier'], (_lambda, record) => {
    const { reservedConcurrency: reserved } = record.target.settings;
    return {
      Configuration: functionConfiguration(record),
      Code: { RepositoryType: 'S3' },
      ...(Object.keys(record.tags).length === 0 ? {} : { Tags: { ...record.tags } }),
      ...(reserved === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  }),
  GetFunctionConfiguration: onFunction(
    'GetFunctionConfiguration',
    ['FunctionName', 'Qualifier'],
    (_lambda, record) => functionConfiguration(record),
  ),
  ListFunctions: {
    parameters: ['Marker', 'MaxItems', 'FunctionVersion'],
    accesses: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run: listFunctions,
  },
};

function createFunction(lambda: Lambda, input: CreateFunctionRequest): object {
  const name = newName(lambda, input);
  const arn = lambda.arnOf(`function:${name}`);
  const { Code, PackageType = 'Zip', Publish = false, Architectures, Tags = {} } = input;
  if (PackageType !== 'Zip') throw new NotSimulatedError(`PackageType ${PackageType}`);
  refusePublish(Publish);
  const properties = propertiesOf(input);
  checkRole(properties.Role);
  checkTags(Tags);
  if (Architectures) properties.Architectures = checkArchitectures(Architectures);
  for (const parameter of ['Runtime', 'Handler'] as const) {
    if (properties[parameter] !== undefined) continue;
    const message = `${parameter} is mandatory for functions created with deployment packages.`;
    throw lambdaException('InvalidParameterValueException', message);
  }
  const settings = functionSettings({ name, arn }, properties);
  onlyMembers(Code, ['ZipFile'], 'Code of a function');
  const bytes = Code?.ZipFile;
  if (isNamed(lambda, name)) {
    throw lambdaException('ResourceConflictException', `Function already exist: ${name}`);
  }
  return unpack(lambda, 'CreateFunction', bytes, (folder) => {
    const code = codeIn(lambda, folder, { arn, properties });
    const archive = archiveOf(bytes!);
    const details = { properties, tags: { ...Tags }, archive, folder };
    inRole(lambda, settings, () => lambda.createFunction(settings, code, details));
    return functionConfiguration(lambda.recordOf(name));
  });
}

function updateFunctionCode(
  lambda: Lambda,
  record: FunctionRecord,
  { ZipFile, Publish = false, DryRun = false, Architectures }: UpdateFunctionCodeRequest,
): object {
  refusePublish(Publish);
  const { settings } = record.target;
  const properties = { ...record.properties };
  if (Architectures) properties.Architectures = checkArchitectures(Architectures);
  return unpack(lambda, 'UpdateFunctionCode', ZipFile, (folder) => {
    const code = codeIn(lambda, folder, { arn: settings.arn, properties });
    const archive = archiveOf(ZipFile!);
    if (DryRun) {
      lambda.services.workers?.dropFolder(folder);
      return functionConfiguration({ ...record, properties, archive });
    }
    inRole(lambda, settings, () => lambda.configureFunction(record, settings, code));
    discard(lambda, record.target, record.folder);
    Object.assign(record, { properties, archive, folder });
    return functionConfiguration(record);
  });
}

function updateFunctionConfiguration(
  lambda: Lambda,
  record: FunctionRecord,
  input: UpdateFunctionConfigurationRequest,
): object {
  const { name, arn, reservedConcurrency } = record.target.settings;
  const before = { ...record.properties, ReservedConcurrentExecutions: reservedConcurrency };
  const properties = { ...before, ...propertiesOf(input) };
  const settings = functionSettings({ name, arn }, properties);
  const isRecoded = input.Handler !== undefined || input.Runtime !== undefined;
  const code = isRecoded ? codeIn(lambda, record.folder, { arn, properties }) : record.code;
  inRole(lambda, settings, () => lambda.configureFunction(record, settings, code));
  record.properties = properties;
  return functionConfiguration(record);
}

function deleteFunction(lambda: Lambda, record: FunctionRecord, { Qualifier }: OnFunction): object {
  if (Qualifier !== undefined) {
    const message = '$LATEST version cannot be deleted without deleting the function.';
    throw lambdaException('InvalidParameterValueException', message);
  }
  lambda.deleteFunction(record);
  discard(lambda, record.target, record.folder);
  return { StatusCode: 204 };
}

function listFunctions(lambda: Lambda, input: ListFunctionsRequest): object {
  const { Marker: token, MaxItems = DEFAULT_PAGE, FunctionVersion = 'ALL' } = input;
  if (FunctionVersion !== 'ALL') {
    const set = 'Member must satisfy enum value set: [ALL]';
    throw validationException(FunctionVersion, 'functionVersion', set);
  }
  const limit = Math.min(inRange('maxItems', MaxItems, [1, LARGEST_PAGE]), DEFAULT_PAGE);
  const page = pageOf(lambda.records(), ({ target }) => target.name, {
    limit,
    token,
    invalidToken,
  });
  return {
    Functions: page.items.map(functionConfiguration),
    ...(page.token === undefined ? {} : { NextMarker: page.token }),
  };
}

/** The error for a marker that was never given. */
export function invalidToken(): Error {
  return lambdaException('InvalidParameterValueException', 'Invalid pagination token');
}

function newName({ services }: Lambda, { FunctionName }: CreateFunctionRequest): string {
  return newFunctionName(FunctionName, services.foundation.surroundings);
}

function isNamed(lambda: Lambda, name: string): boolean {
  return [...lambda.records()].some(({ target }) => target.name === name);
}

function refusePublish(publish: boolean): void {
  if (publish) throw new NotSimulatedError('Publish: versions of a function');
}
