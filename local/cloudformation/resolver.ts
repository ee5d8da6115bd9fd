import type { Problem } from '../errors.ts';
import type { LoadedResource } from '../resource.ts';
import type { Surroundings } from '../surroundings.ts';
import { evaluateCondition } from './conditions.ts';
import { asText, type Evaluation, intrinsics, NO_VALUE, REFUSED, Refusal } from './intrinsics.ts';
import { stackId } from './names.ts';
import { resolveParameters } from './parameters.ts';
import type { StackTemplate } from './template.ts';

/** Values by name; REFUSED where the problem has been recorded. */
export type Values = ReadonlyMap<string, string | typeof REFUSED>;

/** What stacks loaded before offer to this one. */
export interface OtherStacks {
  exports: Values;
  /** By stack name. */
  outputs: ReadonlyMap<string, Values>;
}

/** Resolves the intrinsics of one template; what is not simulated is added to `problems`. */
export class Resolver implements Evaluation {
  /** Where the value in hand stands; problems are recorded there. */
  logicalId: string | undefined;
  readonly problems: Problem[] = [];
  readonly #stack: StackTemplate;
  readonly #others: OtherStacks;
  readonly #parameters: Map<string, unknown>;
  readonly #pseudoParameters: Readonly<Record<string, unknown>>;
  readonly #resources = new Map<string, LoadedResource | typeof REFUSED>();
  /** `open` while it is evaluated. */
  readonly #conditions = new Map<string, boolean | typeof REFUSED | 'open'>();

  constructor(stack: StackTemplate, surroundings: Surroundings, others: OtherStacks) {
    this.#stack = stack;
    this.#others = others;
    this.#parameters = resolveParameters(stack, this.problems);
    this.#pseudoParameters = pseudoParameters(stack.name, surroundings);
  }

  /** Makes a resource known to those that refer to it; REFUSED if it is itself in error. */
  add(logicalId: string, resource: LoadedResource | typeof REFUSED): void {
    this.#resources.set(logicalId, resource);
  }

  isInTemplate(logicalId: string): boolean {
    return Object.hasOwn(this.#stack.template.Resources ?? {}, logicalId);
  }

  refuse(path: string, what: string): void {
    const { logicalId } = this;
    this.problems.push({
      template: this.#stack.name,
      ...(logicalId !== undefined && { logicalId }),
      path,
      what,
    });
  }

  /** Whether a resource or output with this `Condition` is there; REFUSED if that cannot be told. */
  isThere(condition: string | undefined, path: string): boolean | typeof REFUSED {
    if (condition === undefined) return true;
    const holds = this.#guard(path, () => this.condition(condition));
    return holds as boolean | typeof REFUSED;
  }

  resolve(value: unknown, path: string): unknown {
    if (typeof value === 'string') return this.#checkText(value, path);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      return value
        .map((item, index) => this.resolve(item, `${path}[${index}]`))
        .filter((item) => item !== NO_VALUE);
    }
    return this.#resolveObject(value, path);
  }

  /** A value that must come to a text. */
  resolveText(value: unknown, path: string): string | typeof REFUSED {
    const text = this.#guard(path, () => asText(this.resolve(value, path)));
    return text as string | typeof REFUSED;
  }

  condition(name: string): boolean {
    let holds = this.#conditions.get(name);
    if (holds === 'open') throw new Refusal(`condition ${name} comes back to itself`);
    if (holds === undefined) {
      const expressions = this.#stack.template.Conditions ?? {};
      if (!Object.hasOwn(expressions, name)) throw new Refusal(`no condition ${name}`);
      this.#conditions.set(name, 'open');
      holds = this.#evaluate(name, expressions[name]);
      this.#conditions.set(name, holds);
    }
    if (holds === REFUSED) throw new Refusal();
    return holds;
  }

  reference(name: string): unknown {
    if (Object.hasOwn(this.#pseudoParameters, name)) return this.#pseudoParameters[name];
    if (name.startsWith('AWS::')) throw new Refusal(`pseudo parameter ${name}`);
    if (this.#parameters.has(name)) return this.#parameters.get(name);
    return this.#resource(name).ref;
  }

  attribute(logicalId: string, attribute: string): string {
    const { type, attributes } = this.#resource(logicalId);
    if (!Object.hasOwn(attributes, attribute)) {
      throw new Refusal(`attribute ${attribute} of ${type} ${logicalId}`);
    }
    return attributes[attribute]!;
  }

  mapped(map: string, topKey: string, secondKey: string): unknown {
    const value = this.#stack.template.Mappings?.[map]?.[topKey]?.[secondKey];
    if (value === undefined) throw new Refusal(`no ${map}.${topKey}.${secondKey} in Mappings`);
    return value;
  }

  imported(exportName: string): string {
    const what = `no stack loaded before exports ${exportName}`;
    return present(this.#others.exports.get(exportName), what);
  }

  outputOf(stackName: string, outputName: string): string {
    const what = `no output ${outputName} of a stack ${stackName} loaded before`;
    return present(this.#others.outputs.get(stackName)?.get(outputName), what);
  }

  #resource(logicalId: string): LoadedResource {
    const resource = this.#resources.get(logicalId);
    if (resource === REFUSED) throw new Refusal();
    if (resource) return resource;
    throw new Refusal(
      this.isInTemplate(logicalId)
        ? `resource ${logicalId}, whose condition is false`
        : `no parameter or resource ${logicalId}`,
    );
  }

  #evaluate(name: string, expression: unknown): boolean | typeof REFUSED {
    const outside = this.logicalId;
    this.logicalId = undefined;
    const path = `Conditions.${name}`;
    const holds = this.#guard(path, () => evaluateCondition(expression, path, this));
    this.logicalId = outside;
    return holds as boolean | typeof REFUSED;
  }

  #checkText(text: string, path: string): unknown {
    if (!text.includes('{{resolve:')) return text;
    this.refuse(path, `dynamic reference ${text}`);
    return REFUSED;
  }

  #resolveObject(value: object, path: string): unknown {
    const entries = Object.entries(value);
    const name = entries.find(([key]) => key === 'Ref' || key.startsWith('Fn::'))?.[0];
    if (name !== undefined && entries.length === 1) {
      return this.#call(name, entries[0]![1], `${path}.${name}`);
    }
    if (name?.startsWith('Fn::')) this.refuse(path, `intrinsic ${name} beside other keys`);
    const resolved: Record<string, unknown> = {};
    for (const [key, item] of entries) {
      const result = this.resolve(item, `${path}.${key}`);
      if (result !== NO_VALUE) resolved[key] = result;
    }
    return resolved;
  }

  #call(name: string, argument: unknown, path: string): unknown {
    return this.#guard(path, () => {
      if (!Object.hasOwn(intrinsics, name)) throw new Refusal(`intrinsic ${name}`);
      return intrinsics[name]!(argument, path, this);
    });
  }

  #guard(path: string, task: () => unknown): unknown {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.what !== undefined) this.refuse(path, error.what);
      return REFUSED;
    }
  }
}

function present(value: string | typeof REFUSED | undefined, what: string): string {
  if (value === REFUSED) throw new Refusal();
  if (value === undefined) throw new Refusal(what);
  return value;
}

function pseudoParameters(stackName: string, surroundings: Surroundings): Record<string, unknown> {
  return {
    'AWS::AccountId': surroundings.account,
    'AWS::Region': surroundings.region,
    'AWS::Partition': surroundings.partition,
    'AWS::URLSuffix': surroundings.urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': stackId(stackName, surroundings),
    'AWS::NoValue': NO_VALUE,
  };
}
