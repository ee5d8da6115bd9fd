import { malformedInput } from './wire-errors.ts';

/** The parameters of AWS Query as a tree: `Attribute.1.Name` is `Name` below `1` below `Attribute`. */
export interface FormNode {
  value: string | undefined;
  children: Map<string, FormNode>;
}

/** Parameters of one request. */
const MAXIMUM_PARAMETERS = 10_000;
/** Dots in a parameter's name. */
const MAXIMUM_DEPTH = 32;

/** Parses `application/x-www-form-urlencoded`; throws MalformedInput. */
export function parseForm(text: string): FormNode {
  const root = newNode();
  const pairs = text === '' ? [] : text.split('&');
  if (pairs.length > MAXIMUM_PARAMETERS) throw malformedInput('Too many parameters.');
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    put(root, name, equals === -1 ? '' : decode(pair.slice(equals + 1)));
  }
  return root;
}

/** Puts one parameter into the tree; the last of several wins. */
export function put(root: FormNode, name: string, value: string): void {
  const parts = name.split('.');
  if (parts.length > MAXIMUM_DEPTH) throw malformedInput(`Parameter ${name} is nested too deeply.`);
  let node = root;
  for (const part of parts) {
    let child = node.children.get(part);
    if (!child) {
      child = newNode();
      node.children.set(part, child);
    }
    node = child;
  }
  node.value = value;
}

function newNode(): FormNode {
  return { value: undefined, children: new Map() };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    const error = malformedInput('The request is not percent-encoded UTF-8.');
    throw Object.assign(error, { cause });
  }
}
