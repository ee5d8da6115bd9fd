import type { OperationModel } from './model.ts';

/** An operation that REST found, with the labels of its path. */
export interface RouteMatch {
  operation: OperationModel;
  labels: Readonly<Record<string, string>>;
}

interface Route {
  operation: OperationModel;
  method: string;
  pattern: RegExp;
  labels: readonly string[];
  /** Parameters that the URL must have, such as `mode=import`. */
  query: readonly (readonly [name: string, value: string])[];
  /** How exact the path is: literal segments count. */
  weight: number;
}

/** Finds the operation for a method and path by the templates of a service's model. */
export class Routes {
  readonly #routes: readonly Route[];

  constructor(operations: Iterable<OperationModel>) {
    const routes = [...operations].filter(({ http }) => http !== undefined).map(routeOf);
    this.#routes = routes.sort((left, right) => right.weight - left.weight);
  }

  /** `path` as sent; throws URIError where a label is not percent-encoded UTF-8. */
  match(
    method: string,
    path: string,
    query: Readonly<Record<string, readonly string[]>>,
  ): RouteMatch | undefined {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    for (const { operation, pattern, labels, ...route } of this.#routes) {
      if (route.method !== method) continue;
      const found = pattern.exec(bare);
      if (!found || !route.query.every(([name, value]) => query[name]?.includes(value))) continue;
      const decoded = labels.map((name, index) => [name, decodeURIComponent(found[index + 1]!)]);
      return { operation, labels: Object.fromEntries(decoded) };
    }
    return undefined;
  }
}

function routeOf(operation: OperationModel): Route {
  const [method, uri] = operation.http!;
  const [template = '', search = ''] = uri.split('?');
  const labels: string[] = [];
  let weight = search === '' ? 0 : 1;
  const segments = template
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
      if (name === undefined) {
        weight += 10;
        return segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      }
      labels.push(name);
      return greedy ? '(.+)' : '([^/]+)';
    });
  const pattern = new RegExp(`^/${segments.join('/')}$`);
  const query = [...new URLSearchParams(search)].filter(([, value]) => value !== '');
  return { operation, method, pattern, labels, query, weight };
}
