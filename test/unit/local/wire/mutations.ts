import type { HttpRequest } from '../../../../local/apigateway/http.ts';
import type { RandomSource } from '../../../../local/random.ts';

/** Values that are seldom what is meant. */
const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, '', 'x', '*', 'a'.repeat(3_000), '\u0000'],
  ...[[], {}, [null], [[]], { S: 'x' }, { S: 'x', N: '1' }, { N: 'NaN' }, { B: '*' }, { L: [{}] }],
  ...[{ __proto__: null }, ['__proto__'], '$LATEST', 'arn:aws:sqs:::', '2026-01-01', '\ud800'],
];

/** Names that objects have already, or that members may have. */
const ODD_NAMES = ['__proto__', 'constructor', 'toString', '', 'length', '$metadata', 'S', '1'];

/** A request with one to three mistakes in it. */
export function mutate(request: HttpRequest, random: RandomSource): HttpRequest {
  let mutated = request;
  for (let times = random.below(3); times >= 0; times -= 1) {
    mutated = pick(MUTATIONS, random)(mutated, random);
  }
  return mutated;
}

/** Bytes with some of them changed, taken away or said twice. */
export function mutateBytes(bytes: Buffer, random: RandomSource): Buffer {
  const at = random.below(bytes.length + 1);
  const end = at + random.below(12);
  const before = bytes.subarray(0, at);
  const kinds: (() => Buffer[])[] = [
    () => [before, bytes.subarray(end)],
    () => [bytes.subarray(0, end), bytes.subarray(at)],
    () => [before, Buffer.from(random.hex(4), 'hex'), bytes.subarray(end)],
    () => [before, Buffer.from(pick(['"', '{', '}', '[', ',', ':', '&', '=', '%', '\\'], random))],
  ];
  return Buffer.concat(pick(kinds, random)());
}

type Mutation = (request: HttpRequest, random: RandomSource) => HttpRequest;

const MUTATIONS: readonly Mutation[] = [
  (request, random) => ({ ...request, body: mutateBytes(bytesOf(request), random) }),
  mutateTree,
  mutateTree,
  mutateTree,
  mutateHeader,
  mutatePath,
  deepen,
];

/** Depths at which services give up, JSON's own writer does, and parsers that call themselves do. */
const DEPTHS = [40, 3_000, 20_000];

/** The value of one member is a very deep one. */
function deepen(request: HttpRequest, random: RandomSource): HttpRequest {
  const depth = pick(DEPTHS, random);
  const [open, close] = pick(
    [
      ['[', ']'],
      ['{"M":', '}'],
      ['{"L":[', ']}'],
    ] as const,
    random,
  );
  const deep = `${open.repeat(depth)}${open === '[' ? '' : '{"S":"a"}'}${close.repeat(depth)}`;
  const text = bytesOf(request).toString();
  // Of the request, and of the documents in its texts.
  const members = [...text.matchAll(/(\\?)"\w+\1":/g)];
  const member = pick(members.length > 0 ? members : [undefined], random);
  const start = member ? member.index + member[0].length : 0;
  const isInText = member?.[1] === '\\';
  const rest = text.slice(start).replace(isInText ? /^\\"[^"]*"/ : /^("[^"]*"|[\w.-]+)/, '');
  const body = `${text.slice(0, start)}${isInText ? deep.replaceAll('"', '\\"') : deep}${rest}`;
  return { ...request, body: Buffer.from(body) };
}

function mutateTree(request: HttpRequest, random: RandomSource): HttpRequest {
  try {
    const tree: unknown = JSON.parse(bytesOf(request).toString());
    const body = JSON.stringify(changedAt(tree, random)) ?? '';
    return { ...request, body: Buffer.from(body) };
  } catch {
    // A form, broken already or too deep: bytes are changed instead.
    return { ...request, body: mutateBytes(bytesOf(request), random) };
  }
}

/** The tree with one value of it exchanged, removed, or put under another name. */
function changedAt(tree: unknown, random: RandomSource): unknown {
  const isLeaf = typeof tree !== 'object' || tree === null || Object.keys(tree).length === 0;
  if (isLeaf || random.below(5) === 0) return oddValue(tree, random);
  const name = pick(Object.keys(tree), random);
  const entries = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
    if (key !== name) return [[key, value]];
    const kind = random.below(8);
    if (kind === 0) return [];
    if (kind === 1) return [[pick(ODD_NAMES, random), value]];
    return [[key, changedAt(value, random)]];
  });
  return Array.isArray(tree) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/** Mostly one of the same type, which the types alone do not refuse. */
function oddValue(instead: unknown, random: RandomSource): unknown {
  const alike = ODD_VALUES.filter((value) => typeof value === typeof instead);
  return pick(random.below(3) === 0 || alike.length === 0 ? ODD_VALUES : alike, random);
}

function mutateHeader(request: HttpRequest, random: RandomSource): HttpRequest {
  const name = pick(Object.keys(request.headers), random);
  const headers = { ...request.headers };
  const value = String(headers[name]);
  if (random.below(3) === 0) delete headers[name];
  else headers[name] = mutateBytes(Buffer.from(value), random).toString('latin1');
  return { ...request, headers };
}

function mutatePath(request: HttpRequest, random: RandomSource): HttpRequest {
  const path = mutateBytes(Buffer.from(request.path), random).toString('latin1');
  if (random.below(2) === 0) return { ...request, path: `/${path}` };
  const query = { [pick(ODD_NAMES, random)]: ['x'], Action: ['SendMessage'] };
  return { ...request, query };
}

function bytesOf({ body = '' }: HttpRequest): Buffer {
  return Buffer.from(body as string);
}

function pick<T>(values: readonly T[], random: RandomSource): T {
  return values[random.below(values.length)]!;
}
