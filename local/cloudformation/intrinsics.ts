/** Stands for a value that could not be resolved; the problem has been recorded where it arose. */
export const REFUSED = Symbol('refused');

/** What `AWS::NoValue` gives: the property or list item is left out. */
export const NO_VALUE = Symbol('no value');

/** Ends the evaluation of one intrinsic: `what` is not simulated, or its cause was recorded before. */
export class Refusal extends Error {
  readonly what: string | undefined;

  constructor(what?: string) {
    super(what);
    this.what = what;
  }
}

/** What intrinsics are evaluated with. Every method but `resolve` throws Refusal. */
export interface Evaluation {
  /** The value with its intrinsics resolved; holds REFUSED where one could not be. */
  resolve(value: unknown, path: string): unknown;
  /** A named condition. */
  condition(name: string): boolean;
  /** What `Ref` gives for a parameter, pseudo parameter or resource. */
  reference(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  mapped(map: string, topKey: string, secondKey: string): unknown;
  imported(exportName: string): string;
  /** An output of another stack. */
  outputOf(stackName: string, outputName: string): string;
}

/** Resolves the argument of one intrinsic. */
export type Intrinsic = (argument: unknown, path: string, evaluation: Evaluation) => unknown;

/** The functions that give values, by name; "Intrinsic function reference" of the CloudFormation guide. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, _path, evaluation) => evaluation.reference(asText(argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::Base64': (argument, path, evaluation) =>
    Buffer.from(asText(evaluation.resolve(argument, path))).toString('base64'),
  'Fn::ImportValue': (argument, path, evaluation) =>
    evaluation.imported(asText(evaluation.resolve(argument, path))),
  'Fn::GetStackOutput': getStackOutput,
};

/** `${Name}`, `${Name.Attribute}` and the escaped `${!Literal}` of `Fn::Sub`. */
export const SUB_PLACEHOLDER = /\$\{(!?)([^}]+)\}/g;

/** Both forms of `Fn::GetAtt`: a list, and `Name.Attribute`. */
export function attributeReference(argument: unknown): [logicalId: string, attribute: string] {
  const text = Array.isArray(argument) ? argument.map(asText).join('.') : asText(argument);
  const dot = text.indexOf('.');
  return dot === -1 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** A scalar as text. */
export function asText(value: unknown): string {
  if (value === REFUSED) throw new Refusal();
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Refusal(`${describe(value)} where a text is needed`);
}

/** A list, of one of `lengths` if they are given. */
export function asList(value: unknown, lengths?: readonly number[]): unknown[] {
  if (value === REFUSED) throw new Refusal();
  if (!Array.isArray(value)) throw new Refusal(`${describe(value)} where a list is needed`);
  if (lengths && !lengths.includes(value.length)) throw new Refusal(`${value.length} arguments`);
  return value;
}

function asEntries(value: unknown): [string, unknown][] {
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  throw new Refusal(`${describe(value)} where an object is needed`);
}

function describe(value: unknown): string {
  return value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value);
}

function getAtt(argument: unknown, _path: string, evaluation: Evaluation): unknown {
  return evaluation.attribute(...attributeReference(argument));
}

function join(argument: unknown, path: string, evaluation: Evaluation): string {
  const [delimiter, parts] = asList(argument, [2]);
  const resolved = asList(evaluation.resolve(parts, `${path}[1]`));
  return resolved.map(asText).join(asText(delimiter));
}

function sub(argument: unknown, path: string, evaluation: Evaluation): string {
  const [text, variables] = Array.isArray(argument) ? asList(argument, [2]) : [argument, {}];
  const own = new Map(asEntries(variables));
  return asText(text).replace(SUB_PLACEHOLDER, (_all, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    if (own.has(name)) return asText(evaluation.resolve(own.get(name), `${path}[1].${name}`));
    const isAttribute = name.includes('.');
    return asText(isAttribute ? getAtt(name, path, evaluation) : evaluation.reference(name));
  });
}

function select(argument: unknown, path: string, evaluation: Evaluation): unknown {
  const [index, list] = asList(argument, [2]);
  const values = asList(evaluation.resolve(list, `${path}[1]`));
  const at = Number(asText(evaluation.resolve(index, `${path}[0]`)));
  if (values[at] === undefined) throw new Refusal(`item ${at} of a list of ${values.length}`);
  return values[at];
}

function split(argument: unknown, path: string, evaluation: Evaluation): string[] {
  const [delimiter, text] = asList(argument, [2]);
  return asText(evaluation.resolve(text, `${path}[1]`)).split(asText(delimiter));
}

function findInMap(argument: unknown, path: string, evaluation: Evaluation): unknown {
  const keys = asList(argument, [3]).map((key, index) =>
    asText(evaluation.resolve(key, `${path}[${index}]`)),
  );
  return evaluation.mapped(keys[0]!, keys[1]!, keys[2]!);
}

function choose(argument: unknown, path: string, evaluation: Evaluation): unknown {
  const [condition, whenTrue, whenFalse] = asList(argument, [3]);
  return evaluation.condition(asText(condition))
    ? evaluation.resolve(whenTrue, `${path}[1]`)
    : evaluation.resolve(whenFalse, `${path}[2]`);
}

function getStackOutput(argument: unknown, path: string, evaluation: Evaluation): string {
  const given = Object.fromEntries(
    asEntries(argument).map(([key, value]) => [key, evaluation.resolve(value, `${path}.${key}`)]),
  );
  const { StackName, OutputName, Region, ...others } = given;
  const [foreign] = Object.keys(others);
  if (foreign !== undefined) throw new Refusal(`${foreign} of Fn::GetStackOutput`);
  const region = evaluation.reference('AWS::Region');
  if (Region !== undefined && Region !== region) throw new Refusal(`outputs of ${asText(Region)}`);
  return evaluation.outputOf(asText(StackName), asText(OutputName));
}
