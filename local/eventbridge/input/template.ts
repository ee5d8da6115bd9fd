import { requireJson, requireLength, TargetInputError } from './target-input-error.ts';

/**
 * What the predefined variables of a template need beside the event; `ingestionTime` is ISO 8601.
 */
export interface InputContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionTime: string;
}

/** The text that is delivered to a target for an event. */
export type InputRenderer = (event: Record<string, unknown>, context: InputContext) => string;

/** The value of a variable for an event, `undefined` where the event has none. */
export type Variable = (event: Record<string, unknown>, context: InputContext) => unknown;

/** Most characters of an input template. */
const maximumTemplateLength = 8192;

/**
 * Compiles a template that may use the variables given and the predefined ones. Throws
 * `TargetInputError`.
 */
export function compileTemplate(
  template: string,
  variables: ReadonlyMap<string, Variable>,
): InputRenderer {
  requireLength(templatePath, template, maximumTemplateLength);
  const reader = new TemplateReader(template, new Map([...variables, ...predefinedVariables]));
  const parts = reader.read();
  return (event, context) => {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : part(event, context);
    return text;
  };
}

const templatePath = 'InputTransformer.InputTemplate';

/**
 * `aws.events.event` is the event without its detail and, as AWS delivers it, with `detailType` for
 * `detail-type`.
 */
const predefinedVariables: readonly (readonly [string, Variable])[] = [
  ['aws.events.rule-arn', (_event, { ruleArn }) => ruleArn],
  ['aws.events.rule-name', (_event, { ruleName }) => ruleName],
  ['aws.events.event.ingestion-time', (_event, { ingestionTime }) => ingestionTime],
  ['aws.events.event.json', (event) => event],
  [
    'aws.events.event',
    ({ id, account, 'detail-type': detailType, time, source, region, resources, version }) => {
      return { id, account, detailType, time, source, region, resources, version };
    },
  ],
];

/**
 * Variables that are whole JSON objects, hence only a value in a template that is an object itself.
 */
const objectVariables: ReadonlySet<string> = new Set(['aws.events.event', 'aws.events.event.json']);

/** Splits a template into its texts and what renders the variables between them. */
class TemplateReader {
  readonly #template: string;
  readonly #variables: ReadonlyMap<string, Variable>;
  readonly #isObject: boolean;
  readonly #parts: (string | InputRenderer)[] = [];
  /** The template with a number for each variable, which must be JSON. */
  #sample = '';
  #insideString = false;
  #stringHasVariable = false;

  constructor(template: string, variables: ReadonlyMap<string, Variable>) {
    this.#template = template;
    this.#variables = variables;
    this.#isObject = template.trimStart().startsWith('{');
  }

  read(): readonly (string | InputRenderer)[] {
    for (const token of this.#template.matchAll(/<([^<>]+)>|\\.|./gs)) {
      const [text, name] = token;
      if (name !== undefined) this.#addVariable(name);
      else this.#addText(text, token.index + text.length);
    }
    requireSample(this.#sample);
    return this.#parts;
  }

  #addText(text: string, end: number): void {
    if (text === '"') {
      if (this.#stringHasVariable && /^\s*:/.test(this.#template.slice(end))) {
        throw new TargetInputError(templatePath, 'has a variable in the name of a field');
      }
      this.#insideString = !this.#insideString;
      this.#stringHasVariable = false;
    }
    // The JSON that a target gets is minified.
    if (this.#isObject && !this.#insideString && /\s/.test(text)) return;
    this.#sample += text;
    const last = this.#parts.at(-1);
    if (typeof last === 'string') this.#parts[this.#parts.length - 1] = last + text;
    else this.#parts.push(text);
  }

  #addVariable(name: string): void {
    const variable = this.#variables.get(name);
    if (variable === undefined) {
      throw new TargetInputError(templatePath, `contains invalid placeholder ${name}`);
    }
    if (objectVariables.has(name) && (this.#insideString || !this.#isObject)) {
      throw new TargetInputError(
        templatePath,
        `contains placeholder ${name}, which may only be a value in a JSON object`,
      );
    }
    this.#stringHasVariable = this.#insideString;
    this.#sample += '0';
    const render = this.#insideString ? renderInsideString : renderAsJson;
    this.#parts.push((event, context) => render(variable(event, context)));
  }
}

/** A template is one JSON value, or a string on each of its lines. */
function requireSample(sample: string): void {
  const lines = sample.split('\n').filter((line) => line.trim() !== '');
  const isText = lines.every((line) => line.trimStart().startsWith('"'));
  for (const text of isText ? lines : [sample]) requireJson(templatePath, text);
}

/**
 * Where the template has quotes around a variable: texts are not escaped, and lists and objects
 * lose their own quotes.
 */
function renderInsideString(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/**
 * Where the template has no quotes around a variable: JSON, and an empty text when the event has no
 * value.
 */
function renderAsJson(value: unknown): string {
  return value === undefined ? '""' : JSON.stringify(value);
}
