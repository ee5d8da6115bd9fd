import type { Problem } from '../errors.ts';
import type { StackTemplate, TemplateParameter } from './template.ts';

/**
 * The version of a bootstrap stack, for the one SSM parameter the CDK adds to each template. Only the rule
 * CheckBootstrapVersion reads it: recent enough for every application.
 */
const BOOTSTRAP_VERSION = '1000';

const KEYS = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'Description',
  'ConstraintDescription',
  'NoEcho',
]);

/** What `Ref` gives for each parameter: the value given or the default, read as the parameter's type. */
export function resolveParameters(
  { name: template, template: { Parameters = {} }, parameters: given = {} }: StackTemplate,
  problems: Problem[],
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, parameter] of Object.entries(Parameters)) {
    const refuse = (what: string): void =>
      void problems.push({ template, path: `Parameters.${name}`, what });
    values.set(name, resolveParameter(name, parameter, given[name], refuse));
  }
  return values;
}

function resolveParameter(
  name: string,
  parameter: TemplateParameter,
  given: string | undefined,
  refuse: (what: string) => void,
): unknown {
  for (const key of Object.keys(parameter)) if (!KEYS.has(key)) refuse(`parameter key ${key}`);
  const { Type, Default, AllowedValues } = parameter;
  if (name === 'BootstrapVersion' && Type.startsWith('AWS::SSM::')) return BOOTSTRAP_VERSION;
  const value = given ?? Default;
  if (value === undefined) refuse('no value is given and there is no default');
  else if (AllowedValues && !AllowedValues.map(String).includes(String(value))) {
    refuse(`value ${String(value)} is not one of AllowedValues`);
  } else if (Object.hasOwn(TYPES, Type)) return TYPES[Type]!(String(value));
  else refuse(`parameter type ${Type}`);
  return '';
}

const items = (text: string): string[] => text.split(',').map((item) => item.trim());

const TYPES: Readonly<Record<string, (text: string) => unknown>> = {
  String: (text) => text,
  Number: (text) => Number(text),
  CommaDelimitedList: items,
  'List<Number>': (text) => items(text).map(Number),
};
