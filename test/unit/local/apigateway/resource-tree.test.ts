import { describe, expect, it } from 'vitest';
import { ResourceTree } from '../../../../local/apigateway/resource-tree.ts';

function tree(...routes: string[]): ResourceTree<string> {
  const resources = new ResourceTree<string>();
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    resources.add(path, method, route);
  }
  return resources;
}

describe('the resources of an API', () => {
  it('are found by path and method', () => {
    const resources = tree('GET /', 'GET /orders', 'POST /orders', 'GET /orders/{id}/lines');
    expect(resources.match('/', 'GET')?.route).toBe('GET /');
    expect(resources.match('/orders', 'POST')?.route).toBe('POST /orders');
    expect(resources.match('/orders/o-1/lines', 'GET')).toEqual({
      route: 'GET /orders/{id}/lines',
      parameters: { id: 'o-1' },
    });
  });

  it('prefer a fixed part to a variable one, and that to a greedy one', () => {
    const resources = tree('GET /{all+}', 'GET /orders/{id}', 'GET /orders/latest');
    expect(resources.match('/orders/latest', 'GET')?.route).toBe('GET /orders/latest');
    expect(resources.match('/orders/o-1', 'GET')?.route).toBe('GET /orders/{id}');
    expect(resources.match('/orders/o-1/lines', 'GET')).toEqual({
      route: 'GET /{all+}',
      parameters: { all: 'orders/o-1/lines' },
    });
  });

  it('give way to a less specific resource that has the method', () => {
    const resources = tree('GET /orders/latest', 'DELETE /orders/{id}', 'ANY /{all+}');
    expect(resources.match('/orders/latest', 'DELETE')?.parameters).toEqual({ id: 'latest' });
    expect(resources.match('/orders/latest', 'PUT')?.route).toBe('ANY /{all+}');
  });

  it('prefer a method of its own to ANY', () => {
    const resources = tree('ANY /orders', 'GET /orders');
    expect(resources.match('/orders', 'GET')?.route).toBe('GET /orders');
    expect(resources.match('/orders', 'PATCH')?.route).toBe('ANY /orders');
  });

  it('collect the parameters of every level', () => {
    const resources = tree('GET /shops/{shop}/orders/{id}/{rest+}');
    expect(resources.match('/shops/s/orders/o/a/b', 'GET')?.parameters).toEqual({
      shop: 's',
      id: 'o',
      rest: 'a/b',
    });
  });

  it('take no notice of a slash at the end', () => {
    expect(tree('GET /orders').match('/orders/', 'GET')?.route).toBe('GET /orders');
  });

  it('do not match an empty part, a longer path or a greedy part of nothing', () => {
    const resources = tree('GET /orders/{id}', 'GET /files/{all+}');
    expect(resources.match('/orders//', 'GET')).toBeUndefined();
    expect(resources.match('/orders/o-1/lines', 'GET')).toBeUndefined();
    expect(resources.match('/files', 'GET')).toBeUndefined();
  });

  it('tell names that differ in case apart', () => {
    expect(tree('GET /orders').match('/Orders', 'GET')).toBeUndefined();
  });
});
