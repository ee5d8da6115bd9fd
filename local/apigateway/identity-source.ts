import { NotSimulatedError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import { namedHeader, namedParameter } from './http.ts';

/** Reads who calls from a request, as one text; undefined if any part is missing or empty. */
export type IdentitySource = (exchange: Exchange) => string | undefined;

/**
 * Compiles an authoriser's `IdentitySource`: headers, query parameters and stage variables, after commas.
 * Throws NotSimulatedError for others. API_Authorizer, "identitySource".
 */
export function compileIdentitySource(text = ''): IdentitySource {
  const sources = text.split(',').filter((source) => source.trim() !== '');
  const parts = sources.map((source) => compilePart(source.trim()));
  const [only, ...others] = parts;
  if (only && others.length === 0) return (exchange) => only(exchange) || undefined;
  return (exchange) => {
    // Each with its length before it, so that two identities never share a text.
    let identity = '';
    for (const part of parts) {
      const value = part(exchange);
      if (!value) return undefined;
      identity += `${value.length}:${value}`;
    }
    return identity;
  };
}

function compilePart(source: string): IdentitySource {
  const [, scope, name] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables)\.(.+)$/.exec(source) ??
    [];
  if (name === undefined) throw new NotSimulatedError(`identity source ${source}`);
  if (scope === 'stageVariables') {
    return ({ stage: { variables = {} } }) =>
      Object.hasOwn(variables, name) ? variables[name] : undefined;
  }
  const named = scope === 'method.request.header' ? namedHeader : namedParameter;
  return ({ request }) => named(request, name);
}
