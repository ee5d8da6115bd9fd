import { type HttpRequest, namedHeader, namedParameter } from './http.ts';
import { Refusal } from './refusal.ts';

/** Throws the BAD_REQUEST_PARAMETERS refusal if a request lacks what its method requires. */
export type RequestValidator = (request: HttpRequest) => void;

/**
 * Compiles a method's `RequestParameters`: those marked `true` must be there and not blank. Path parameters
 * always are. API Gateway Developer Guide, "Request validation for REST APIs".
 */
export function compileRequiredParameters(
  parameters: Readonly<Record<string, boolean>>,
): RequestValidator | undefined {
  const required = Object.entries(parameters).flatMap(([source, isRequired]) => {
    const [, kind, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    return isRequired && name !== undefined ? [{ name, read: reader(kind!, name) }] : [];
  });
  if (required.length === 0) return undefined;
  return (request) => {
    const missing = required.filter(({ read }) => !read(request)?.trim());
    if (missing.length === 0) return;
    const names = missing.map(({ name }) => name).join(', ');
    const said = `Missing required request parameters: [${names}]`;
    throw new Refusal('BAD_REQUEST_PARAMETERS', said);
  };
}

type Read = (request: HttpRequest) => string | undefined;

function reader(kind: string, name: string): Read {
  const named = kind === 'querystring' ? namedParameter : namedHeader;
  return (request) => named(request, name);
}
