import { compileJsonPath } from './input/json-path.ts';
import { requireJson, requireLength, TargetInputError } from './input/target-input-error.ts';
import { compileTemplate, type InputRenderer, type Variable } from './input/template.ts';

export { TargetInputError } from './input/target-input-error.ts';
export type { InputContext, InputRenderer } from './input/template.ts';

/**
 * How a target of a rule shapes what is delivered to it; at most one of the three, and without any
 * the whole event.
 */
export interface TargetInput {
  /** JSON text that is delivered in place of the event. */
  Input?: string;
  /** The JSON path of the part of the event that is delivered. */
  InputPath?: string;
  InputTransformer?: InputTransformer;
}

/** Variables by name with their JSON paths, and the template that they are put into. */
export interface InputTransformer {
  InputPathsMap?: Record<string, string>;
  InputTemplate: string;
}

/** Most characters of a constant input. */
const maximumInputLength = 8192;

/** Most variables of an input transformer. */
const maximumVariables = 100;

/** Most characters of a variable's name. */
const maximumVariableNameLength = 256;

/**
 * Compiles the input of a target to the text that is delivered. Throws `TargetInputError` for what
 * EventBridge refuses, and so does the result for an event in which `InputPath` selects nothing.
 * Reproduces
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html and
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html.
 */
export function compileInput(target: TargetInput): InputRenderer {
  const { Input, InputPath, InputTransformer } = target;
  const given = Object.entries({ Input, InputPath, InputTransformer })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (given.length > 1) {
    throw new TargetInputError(given.join(' and '), 'are given, of which there may be only one');
  }
  if (Input !== undefined) return compileConstant(Input);
  if (InputPath !== undefined) return compilePath(InputPath);
  if (InputTransformer !== undefined) return compileTransformer(InputTransformer);
  return (event) => JSON.stringify(event);
}

function compileConstant(input: string): InputRenderer {
  requireLength('Input', input, maximumInputLength);
  requireJson('Input', input);
  return () => input;
}

function compilePath(inputPath: string): InputRenderer {
  const read = compileJsonPath('InputPath', inputPath);
  return (event) => {
    const value = read(event);
    if (value === undefined) {
      // What AWS delivers then is not documented, so nothing is made up.
      throw new TargetInputError('InputPath', `${inputPath} selects nothing of the event`);
    }
    return JSON.stringify(value);
  };
}

function compileTransformer({ InputPathsMap, InputTemplate }: InputTransformer): InputRenderer {
  const variables = new Map<string, Variable>();
  for (const [name, path] of Object.entries(InputPathsMap ?? {})) {
    const property = `InputTransformer.InputPathsMap.${name}`;
    requireLength(property, name, maximumVariableNameLength);
    if (!/^[\w-]+$/.test(name)) {
      throw new TargetInputError(property, 'may be named with letters, digits, "-" and "_" only');
    }
    variables.set(name, compileJsonPath(property, path));
  }
  if (variables.size > maximumVariables) {
    throw new TargetInputError(
      'InputTransformer.InputPathsMap',
      `has more than ${maximumVariables} variables`,
    );
  }
  return compileTemplate(InputTemplate, variables);
}
