import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Item } from './values.ts';

/** A piece of an expression: text, a value, or a document path whose names may be placeholders. */
export type Piece =
  | string
  | { value: AttributeValue }
  | { path: readonly (string | number)[]; aliased: boolean };

/** An expression before its placeholders are named. */
export type Pieces = readonly Piece[];

/** Something that is done to the pieces of an expression, to make one that is nearly right. */
export const slip = fc.record({
  kind: fc.constantFrom('drop', 'double', 'replace'),
  at: fc.nat(20),
  with: fc.constantFrom(
    ',',
    '(',
    ')',
    'AND',
    '=',
    '.',
    '[',
    'and',
    'a',
    '#',
    ':',
    '5',
    '+',
    '"',
    'SET',
  ),
});

/** The pieces of an expression after a slip. */
export function slipped(
  pieces: Pieces,
  change: { kind: string; at: number; with: string },
): Pieces {
  const at = change.at % pieces.length;
  const before = pieces.slice(0, at);
  const after = pieces.slice(at + 1);
  if (change.kind === 'drop') return [...before, ...after];
  if (change.kind === 'double') return [...before, pieces[at]!, pieces[at]!, ...after];
  return [...before, change.with, ...after];
}

/** Expressions of one request as text, with what their placeholders stand for. */
export function written(expressions: Readonly<Record<string, Pieces | undefined>>): object {
  const names: Record<string, string> = {};
  const values: Item = {};
  const texts: Record<string, string> = {};
  const text = (piece: Piece): string => {
    if (typeof piece === 'string') return piece;
    if ('path' in piece) return pathText(piece, names);
    const name = `:v${Object.keys(values).length}`;
    values[name] = piece.value;
    return name;
  };
  for (const [parameter, pieces] of Object.entries(expressions)) {
    if (pieces !== undefined) texts[parameter] = pieces.map(text).join(' ');
  }
  return {
    ...texts,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

function pathText(
  { path: parts, aliased }: Exclude<Piece, string | { value: AttributeValue }>,
  names: Record<string, string>,
): string {
  const shown = parts.map((one, at) => {
    if (typeof one === 'number') return `[${one}]`;
    if (!aliased) return at === 0 ? one : `.${one}`;
    names[`#${one}`] = one;
    return at === 0 ? `#${one}` : `.#${one}`;
  });
  return shown.join('');
}

/** Pieces with commas between them. */
export function separated(list: readonly Pieces[]): Pieces {
  return list.flatMap((pieces, at) => (at === 0 ? pieces : [',', ...pieces]));
}
