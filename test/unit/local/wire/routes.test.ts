import * as apigateway from '@aws-sdk/client-api-gateway';
import * as lambda from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../../../local/wire/model.ts';
import { Routes } from '../../../../local/wire/routes.ts';

const routesOf = (sdk: object): Routes => new Routes(modelOf(sdk).operations.values());
const ofLambda = routesOf(lambda);
const ofApiGateway = routesOf(apigateway);

describe('the route of a REST request', () => {
  it.each([
    ['GET', '/2015-03-31/functions', 'ListFunctions', {}],
    ['GET', '/2015-03-31/functions/', 'ListFunctions', {}],
    ['POST', '/2015-03-31/functions', 'CreateFunction', {}],
    ['GET', '/2015-03-31/functions/a', 'GetFunction', { FunctionName: 'a' }],
    [
      'POST',
      '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Aa/invocations',
      'Invoke',
      { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:a' },
    ],
    ['GET', '/2017-03-31/tags/arn%3Aa%2Fb', 'ListTags', { Resource: 'arn:a/b' }],
  ])('%s %s leads to %s', (method, path, name, labels) => {
    const match = ofLambda.match(method, path, {});
    expect(match).toMatchObject({ operation: { name }, labels });
  });

  it.each(['/2015-03-31/functions/a/b/c', '/2015-03-31', '/', ''])(
    'is not found for %s',
    (path) => {
      expect(ofLambda.match('GET', path, {})).toBeUndefined();
    },
  );

  it('depends on what the query says where the template does', () => {
    const nameOf = (query: Record<string, string[]>) =>
      ofApiGateway.match('POST', '/restapis', query)?.operation.name;
    expect(nameOf({})).toBe('CreateRestApi');
    expect(nameOf({ mode: ['import'] })).toBe('ImportRestApi');
  });

  it('finds every operation of a model by its own template', () => {
    for (const { name, http } of modelOf(lambda).operations.values()) {
      const [method = '', uri = ''] = http ?? [];
      const [path = '', search] = uri.replaceAll(/\{\w+\+?\}/g, 'x').split('?');
      const query = Object.fromEntries([...new URLSearchParams(search)].map(([k, v]) => [k, [v]]));
      expect(ofLambda.match(method, path, query)?.operation.name).toBe(name);
    }
  });

  it('throws URIError for a label that is not percent-encoded UTF-8', () => {
    const path = '/2015-03-31/functions/%E0%A4%A';
    expect(() => ofLambda.match('GET', path, {})).toThrow(URIError);
  });
});
