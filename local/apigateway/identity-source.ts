import { NotSimulatedError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import { requestHeader } from './http.ts';

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
  const lower = name.toLowerCase();
  if (scope === 'method.request.header') return ({ request }) => requestHeader(request, lower);
  if (scope === 'stageVariables') return ({ stage }) => own(stage.variables, name);
  return ({ request }) => own(request.query, name)?.at(-1);
}

/** What objects have without being given it is nobody's value. */
function own<Value>(values: Readonly<Record<string, Value>> | undefined, name: string) {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
