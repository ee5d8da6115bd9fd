import { NotSimulatedError } from '../errors.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { AccountConcurrency } from './concurrency.ts';
import type { FunctionCode } from './handler.ts';
import { type InvokeInput, invokeOperation } from './invoke-operation.ts';
import { lambdaException, throttled } from './lambda-errors.ts';
import { type FunctionSettings, LambdaFunction } from './lambda-function.ts';
import { LAMBDA_PRINCIPAL, type LambdaServices } from './lambda-services.ts';
import { createMapping, type Mapping } from './mapping.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** What an invocation came to: the function's answer, or its error under `functionError`. */
export interface InvocationResult {
  payload: unknown;
  functionError?: string;
}

/** AWS Lambda: the functions, their event source mappings, and Invoke. */
export class Lambda implements Service {
  readonly name = 'lambda';
  readonly operations = ['Invoke'];
  readonly services: LambdaServices;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #byArn = new Map<string, LambdaFunction>();
  readonly #accesses = new Map<LambdaFunction, readonly Access[]>();
  readonly #concurrency = new AccountConcurrency();
  readonly #async: AsyncInvocations;
  readonly #mappings: Mapping[] = [];

  constructor(services: LambdaServices) {
    this.services = services;
    this.#async = new AsyncInvocations(services.sqs, services.foundation);
  }

  /** Adds a function; throws AccessDenied if Lambda may not assume its role. */
  createFunction(settings: FunctionSettings, code: FunctionCode): LambdaFunction {
    const { foundation, connect, log } = this.services;
    const { name } = settings;
    const principal = foundation.iam.assume(LAMBDA_PRINCIPAL, settings.roleArn, { session: name });
    const plan = {
      code,
      client: connect(principal, name),
      log: (line: string) => log(name, line),
    };
    const share = this.#concurrency.share(settings.reservedConcurrency);
    const created = new LambdaFunction(settings, plan, share, foundation);
    this.#functions.set(name, created);
    this.#byArn.set(settings.arn, created);
    this.#accesses.set(created, [{ action: 'lambda:InvokeFunction', resource: settings.arn }]);
    return created;
  }

  /** Adds an event source mapping; throws AccessDenied if the function's role may not read the source. */
  createMapping(settings: MappingSettings): Mapping {
    const target = this.functionNamed(settings.functionName);
    const mapping = createMapping(settings, target, this.services);
    this.#mappings.push(mapping);
    return mapping;
  }

  functions(): Iterable<LambdaFunction> {
    return this.#functions.values();
  }

  /** All event source mappings; `disable` and `enable` switch a consumer off and on. */
  mappings(): readonly Mapping[] {
    return this.#mappings;
  }

  /** A function by name or ARN; throws ResourceNotFoundException, and NotSimulatedError for versions. */
  functionNamed(nameOrArn: string): LambdaFunction {
    const known = this.#functions.get(nameOrArn) ?? this.#byArn.get(nameOrArn);
    if (known) return known;
    const [name = '', qualifier] = nameOrArn.slice(nameOrArn.indexOf(':function:') + 10).split(':');
    if (qualifier !== undefined && qualifier !== '$LATEST') {
      throw new NotSimulatedError(`version or alias ${qualifier} of a function`);
    }
    const found = nameOrArn.includes(':function:') ? this.#functions.get(name) : undefined;
    if (found) return found;
    throw lambdaException('ResourceNotFoundException', `Function not found: ${nameOrArn}`);
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
    this.services.foundation.iam.authorise(caller, this.#accesses.get(target)!);
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
    this.services.foundation.iam.authorise(caller, this.#accesses.get(target)!);
    return this.#async.accept(target, text, traceHeader);
  }

  accesses(operation: string, input: object): readonly Access[] {
    if (operation !== 'Invoke') throw new NotSimulatedError(`operation lambda:${operation}`);
    return this.#accesses.get(this.functionNamed((input as InvokeInput).FunctionName ?? ''))!;
  }

  async execute(
    operation: string,
    input: object,
    _caller: Principal,
    traceHeader?: string,
  ): Promise<Answer> {
    if (operation !== 'Invoke') throw new NotSimulatedError(`operation lambda:${operation}`);
    const invoke = input as InvokeInput;
    const target = this.functionNamed(invoke.FunctionName ?? '');
    return { output: await invokeOperation(target, invoke, this.#async, traceHeader) };
  }
}
