import { regionalArn } from '../arn.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { uuid } from '../uuid.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { AccountConcurrency } from './concurrency.ts';
import { EventSourceMapping } from './event-source-mapping.ts';
import { functionName } from './function-name.ts';
import type { FunctionDetails, FunctionRecord } from './function-record.ts';
import type { FunctionCode } from './handler.ts';
import { lambdaException, throttled } from './lambda-errors.ts';
import { type FunctionPlan, type FunctionSettings, LambdaFunction } from './lambda-function.ts';
import { LAMBDA_PRINCIPAL, type LambdaServices } from './lambda-services.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { type LambdaOperation, lambdaOperations } from './operations.ts';
import { type PermissionProperties, permissionStatement } from './permission.ts';

/** What an invocation came to: the function's answer, or its error under `functionError`. */
export interface InvocationResult {
  payload: unknown;
  functionError?: string;
}

const NO_DETAILS: FunctionDetails = { properties: {}, tags: {} };

/** AWS Lambda: the functions, their event source mappings, and its API. */
export class Lambda implements Service {
  readonly name = 'lambda';
  readonly parameters = Object.fromEntries(
    Object.entries(lambdaOperations).map(([name, { parameters }]) => [name, parameters]),
  );
  readonly services: LambdaServices;
  readonly concurrency = new AccountConcurrency();
  readonly later: AsyncInvocations;
  readonly #functions = new Map<string, FunctionRecord>();
  readonly #byArn = new Map<string, FunctionRecord>();
  readonly #accesses = new WeakMap<LambdaFunction, readonly Access[]>();
  readonly #mappings = new Map<string, EventSourceMapping>();

  constructor(services: LambdaServices) {
    this.services = services;
    this.later = new AsyncInvocations(services, (arn) => this.#byArn.get(arn)?.target);
  }

  /** Adds a function; throws AccessDenied if Lambda may not assume its role. */
  createFunction(
    settings: FunctionSettings,
    code: FunctionCode,
    details: FunctionDetails = NO_DETAILS,
  ): LambdaFunction {
    const { foundation } = this.services;
    const { name, arn, reservedConcurrency } = settings;
    const plan = this.#planOf(settings, code);
    const share = this.concurrency.share(reservedConcurrency);
    const target = new LambdaFunction(settings, plan, share, foundation);
    const known = { target, code, modifiedMs: 0, revisionId: '', statements: new Map() };
    const record = { ...details, ...known };
    this.touch(record);
    this.#functions.set(name, record);
    this.#byArn.set(arn, record);
    this.#accesses.set(target, [{ action: 'lambda:InvokeFunction', resource: arn }]);
    // What was mapped to a function of that name, and deleted, has one again.
    for (const mapping of this.#mappings.values()) mapping.adopt(target);
    return target;
  }

  /** Gives a function other settings or code; throws AccessDenied if Lambda may not assume its role. */
  configureFunction(record: FunctionRecord, settings: FunctionSettings, code: FunctionCode): void {
    record.target.configure(settings, this.#planOf(settings, code));
    record.code = code;
    this.touch(record);
  }

  /** Reserves concurrency for a function, or with undefined gives its reservation back. */
  reserve(record: FunctionRecord, reserved: number | undefined): void {
    record.target.reserve(reserved, () => this.concurrency.share(reserved));
  }

  /** Takes a function away, with its policy and its environments; its mappings poll no more. */
  deleteFunction({ target }: FunctionRecord): void {
    const { name, arn } = target.settings;
    this.#functions.delete(name);
    this.#byArn.delete(arn);
    target.reserve(undefined, () => this.concurrency.share(undefined));
    target.retire();
    const { iam, cloudwatch } = this.services.foundation;
    iam.setResourcePolicy(arn, { Statement: [] });
    cloudwatch.release('AWS/Lambda', { FunctionName: name });
    for (const mapping of this.#mappings.values()) if (mapping.target === target) mapping.orphan();
  }

  /** Lets a principal use a function: one statement of its policy. */
  addPermission(record: FunctionRecord, id: string, permission: PermissionProperties): object {
    const statement = permissionStatement(id, permission, record.target.settings.arn);
    this.putPolicy(record, new Map(record.statements).set(id, statement));
    return statement;
  }

  /** Gives a function the statements of its policy; one that is refused leaves those it has. */
  putPolicy(record: FunctionRecord, statements: Map<string, object>): void {
    const { arn } = record.target.settings;
    const document = { Version: '2012-10-17', Statement: [...statements.values()] };
    this.services.foundation.iam.setResourcePolicy(arn, document, 'Properties');
    record.statements = statements;
    this.touch(record);
  }

  /** Notes that a function has been changed. */
  touch(record: FunctionRecord): void {
    const { scheduler, random } = this.services.foundation;
    record.modifiedMs = scheduler.nowMs();
    record.revisionId = uuid(random);
  }

  /** Adds an event source mapping; throws AccessDenied if the function's role may not read the source. */
  createMapping(
    settings: MappingSettings,
    properties: Readonly<Record<string, unknown>> = {},
  ): EventSourceMapping {
    const target = this.functionNamed(settings.functionName);
    const mapping = new EventSourceMapping(settings, properties, target, this.services);
    this.#mappings.set(settings.uuid, mapping);
    return mapping;
  }

  /** Takes a mapping away. */
  deleteMapping(mapping: EventSourceMapping): void {
    mapping.delete(() => this.#mappings.delete(mapping.settings.uuid));
  }

  functions(): Iterable<LambdaFunction> {
    return [...this.#functions.values()].map(({ target }) => target);
  }

  /** All functions with what is known about them. */
  records(): Iterable<FunctionRecord> {
    return this.#functions.values();
  }

  /** All event source mappings; `disable` and `enable` switch a consumer off and on. */
  mappings(): readonly EventSourceMapping[] {
    return [...this.#mappings.values()];
  }

  /** A mapping by its id; throws ResourceNotFoundException. */
  mappingOf(id: string | undefined): EventSourceMapping {
    const mapping = this.#mappings.get(id ?? '');
    if (mapping) return mapping;
    const message = 'The resource you requested does not exist.';
    throw lambdaException('ResourceNotFoundException', message);
  }

  /** A function by name or ARN; throws ResourceNotFoundException, and NotSimulatedError for versions. */
  functionNamed(nameOrArn: string): LambdaFunction {
    return this.recordOf(nameOrArn).target;
  }

  /** A function by name or ARN, with what is known about it; throws as `functionNamed`. */
  recordOf(nameOrArn: string): FunctionRecord {
    const known = this.#functions.get(nameOrArn) ?? this.#byArn.get(nameOrArn);
    if (known) return known;
    const name = functionName(nameOrArn, this.services.foundation.surroundings);
    const found = this.#functions.get(name);
    if (found) return found;
    const message = `Function not found: ${this.arnOf(`function:${name}`)}`;
    throw lambdaException('ResourceNotFoundException', message);
  }

  /** The ARN of one of Lambda's resources, such as `function:name`. */
  arnOf(resource: string): string {
    return regionalArn(this.services.foundation.surroundings, 'lambda', resource);
  }

  /**
   * Invokes a function for a service, with the parsed event, and gives its parsed answer. Throws
   * AccessDenied, and TooManyRequestsException if it is throttled.
   */
  async invoke(
    functionArn: string,
    payload: unknown,
    caller: Principal,
    traceHeader?: string,
  ): Promise<InvocationResult> {
    const target = this.functionNamed(functionArn);
    this.services.foundation.iam.authorise(caller, this.invokeAccesses(target));
    const invocation = target.invoke(payload, traceHeader);
    if (!invocation) throw throttled();
    const outcome = await invocation;
    return outcome.error
      ? { payload: outcome.error, functionError: 'Unhandled' }
      : { payload: outcome.result };
  }

  /** Accepts an event, as JSON text, for later; throws AccessDenied. Returns the request's id. */
  invokeLater(functionArn: string, text: string, caller: Principal, traceHeader?: string): string {
    const target = this.functionNamed(functionArn);
    this.services.foundation.iam.authorise(caller, this.invokeAccesses(target));
    return this.later.accept(target, text, traceHeader);
  }

  /** What invoking a function needs. */
  invokeAccesses(target: LambdaFunction): readonly Access[] {
    return this.#accesses.get(target) ?? [];
  }

  accesses(operation: string, input: object): readonly Access[] {
    return operationNamed(operation).accesses(this, input as never);
  }

  async execute(
    operation: string,
    input: object,
    _caller: Principal,
    traceHeader?: string,
  ): Promise<Answer> {
    return { output: await operationNamed(operation).run(this, input as never, traceHeader) };
  }

  #planOf(
    { name, roleArn, memoryMb, logging }: FunctionSettings,
    code: FunctionCode,
  ): FunctionPlan {
    const { foundation, connect, credentials = noCredentials, log, openLog } = this.services;
    const principal = foundation.iam.assume(LAMBDA_PRINCIPAL, roleArn, { session: name });
    return {
      code,
      client: connect(principal, name),
      credentials: (mortal) => credentials(principal, mortal),
      log: (line) => log(name, line),
      openLog: openLog && (() => openLog({ name, memoryMb, principal, logging })),
    };
  }
}

function operationNamed(name: string): LambdaOperation {
  const operation = Object.hasOwn(lambdaOperations, name) && lambdaOperations[name];
  if (!operation) throw new NotSimulatedError(`operation lambda:${name}`);
  return operation;
}

function noCredentials(): never {
  throw new Error('a cloud without its wire has no credentials for functions');
}
