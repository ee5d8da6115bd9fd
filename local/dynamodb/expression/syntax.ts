/** A part of a document path: an attribute's name, a `#placeholder` of one, or a list index. */
export type RawPathPart = string | number;

/** A document path as the expression spells it, its `#placeholders` still to be resolved. */
export type RawPath = readonly RawPathPart[];

/** A document path with its names resolved. */
export type Path = readonly (string | number)[];

/**
 * An operand. `path` is an index into the expression's paths, so that names can be bound per call.
 */
export type Operand =
  | { kind: 'path'; path: number }
  | { kind: 'value'; name: string }
  | FunctionCall;

/** A call of a function of conditions or of SET, such as `begins_with(sku, :prefix)`. */
export interface FunctionCall {
  kind: 'call';
  name: string;
  operands: Operand[];
}

/** How a comparison compares its operands. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/**
 * The tree of a condition, filter or key condition. Amazon DynamoDB Developer Guide, "Condition and
 * filter expressions, operators, and functions".
 */
export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; list: Operand[] }
  | FunctionCall;

/** What SET assigns: an operand, or the sum or difference of two. */
export type Assigned = Operand | { kind: 'sum'; sign: 1 | -1; left: Operand; right: Operand };

/** One action of an update expression on the path with this index. */
export type UpdateAction =
  | { clause: 'SET'; path: number; value: Assigned }
  | { clause: 'REMOVE'; path: number }
  | { clause: 'ADD' | 'DELETE'; path: number; value: { kind: 'value'; name: string } };

/** A parsed expression: its tree, and what it refers to. */
export interface Expression<T> {
  root: T;
  paths: RawPath[];
  /** The `#placeholders` it uses. */
  names: string[];
  /** The `:placeholders` it uses. */
  values: string[];
}

/**
 * Functions of conditions with the number of operands they take, and whether they are conditions
 * alone.
 */
export const conditionFunctions: Readonly<
  Record<string, { operands: number; condition: boolean }>
> = {
  attribute_exists: { operands: 1, condition: true },
  attribute_not_exists: { operands: 1, condition: true },
  attribute_type: { operands: 2, condition: true },
  begins_with: { operands: 2, condition: true },
  contains: { operands: 2, condition: true },
  size: { operands: 1, condition: false },
};

/** Functions of SET with the number of operands they take. */
export const updateFunctions: Readonly<Record<string, number>> = {
  if_not_exists: 2,
  list_append: 2,
};
