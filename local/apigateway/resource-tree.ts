/** What a path and a method lead to. */
export interface Match<Route> {
  route: Route;
  /** Values as sent, percent-encoded; undefined if the path has none. */
  parameters: Record<string, string> | undefined;
}

/**
 * The resources of one REST API by path part. A fixed part goes before `{one}`, and that before `{all+}`;
 * a resource that lacks the method gives way to the next. A trailing slash makes no difference.
 */
export class ResourceTree<Route> {
  readonly #root: Node<Route> = emptyNode();

  /** Adds a method (or `ANY`) of a resource such as `/orders/{id}`. */
  add(path: string, method: string, route: Route): void {
    let node = this.#root;
    for (const part of partsOf(path)) {
      const name = /^\{(.+?)\+?\}$/.exec(part)?.[1];
      if (name === undefined) node = childOf(node, part);
      else {
        const kind = part.endsWith('+}') ? 'greedy' : 'variable';
        node[kind] ??= { name, node: emptyNode() };
        node = node[kind].node;
      }
    }
    node.methods.set(method, route);
  }

  match(path: string, method: string): Match<Route> | undefined {
    return search(this.#root, { parts: partsOf(path), method }, 0);
  }
}

interface Node<Route> {
  fixed: Map<string, Node<Route>>;
  variable: Branch<Route> | undefined;
  greedy: Branch<Route> | undefined;
  methods: Map<string, Route>;
}

interface Branch<Route> {
  name: string;
  node: Node<Route>;
}

interface Wanted {
  parts: readonly string[];
  method: string;
}

function emptyNode<Route>(): Node<Route> {
  return { fixed: new Map(), variable: undefined, greedy: undefined, methods: new Map() };
}

function childOf<Route>(node: Node<Route>, part: string): Node<Route> {
  let child = node.fixed.get(part);
  if (!child) {
    child = emptyNode();
    node.fixed.set(part, child);
  }
  return child;
}

function search<Route>(node: Node<Route>, wanted: Wanted, depth: number): Match<Route> | undefined {
  const { parts, method } = wanted;
  if (depth === parts.length) {
    const route = node.methods.get(method) ?? node.methods.get('ANY');
    return route && { route, parameters: undefined };
  }
  const part = parts[depth]!;
  const fixed = node.fixed.get(part);
  const found = fixed && search(fixed, wanted, depth + 1);
  if (found) return found;
  const { variable, greedy } = node;
  const one = variable && part !== '' && search(variable.node, wanted, depth + 1);
  if (one) return { route: one.route, parameters: { [variable.name]: part, ...one.parameters } };
  const all = greedy && search(greedy.node, { parts: [], method }, 0);
  return all && { route: all.route, parameters: { [greedy.name]: parts.slice(depth).join('/') } };
}

function partsOf(path: string): string[] {
  const start = path.startsWith('/') ? 1 : 0;
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return end <= start ? [] : path.slice(start, end).split('/');
}
