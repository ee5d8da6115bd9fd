import { NotSimulatedError } from '../errors.ts';
import { type Exchange, extendedRequestId, requestTime } from './exchange.ts';
import { LOCAL_ADDRESS, requestHeader } from './http.ts';
import type { Refusal } from './refusal.ts';

/** A template that only substitutes variables. */
export type Template = (exchange: Exchange, refusal: Refusal) => string;

/**
 * Compiles the body of a gateway response: `$context.*` and `$stageVariables.*` are replaced, nothing else.
 * Throws NotSimulatedError for other variables. API Gateway Developer Guide, "Set up a gateway response".
 */
export function compileTemplate(text: string): Template {
  const parts: (string | Template)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push(text.slice(end, match.index), variableNamed(match[1] ?? match[2]!));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return (exchange, refusal) => {
    let rendered = '';
    for (const part of parts) rendered += typeof part === 'string' ? part : part(exchange, refusal);
    return rendered;
  };
}

const VARIABLE = /\$(?:\{([a-z][\w.]*)\}|([a-z]\w*(?:\.\w+)*))/gi;

function variableNamed(name: string): Template {
  const known = Object.hasOwn(VARIABLES, name) && VARIABLES[name];
  if (known) return known;
  const [scope, second, third] = name.split('.');
  if (scope === 'stageVariables' && second !== undefined) {
    return ({ stage }) => ownText(stage.variables, second);
  }
  if (scope === 'context' && second === 'authorizer' && third !== undefined) {
    return ({ authorisation }) =>
      third === 'principalId'
        ? (authorisation?.principalId ?? '')
        : ownText(authorisation?.context, third);
  }
  throw new NotSimulatedError(`variable $${name}`);
}

/** What objects have without being given it is none of their texts. */
function ownText(texts: Readonly<Record<string, string>> | undefined, name: string): string {
  return texts && Object.hasOwn(texts, name) ? texts[name]! : '';
}

const VARIABLES: Readonly<Record<string, Template>> = {
  'context.accountId': ({ stage }) => stage.account,
  'context.apiId': ({ stage }) => stage.apiId,
  'context.domainName': ({ stage }) => stage.domainName,
  'context.error.message': (_exchange, { said }) => said ?? '',
  'context.error.messageString': (_exchange, { said }) => JSON.stringify(said),
  'context.error.responseType': (_exchange, { type }) => type,
  'context.error.validationErrorString': (_exchange, { said, type }) =>
    type.startsWith('BAD_REQUEST') ? (said ?? '') : '',
  'context.extendedRequestId': (exchange) => extendedRequestId(exchange),
  'context.httpMethod': ({ request }) => request.method,
  'context.identity.sourceIp': ({ request }) => request.sourceIp ?? LOCAL_ADDRESS,
  'context.identity.userAgent': ({ request }) => requestHeader(request, 'user-agent') ?? '',
  'context.path': ({ request, stage }) => `/${stage.name}${request.path}`,
  'context.protocol': () => 'HTTP/1.1',
  'context.requestId': ({ requestId }) => requestId,
  'context.requestTime': ({ startMs }) => requestTime(startMs),
  'context.requestTimeEpoch': ({ startMs }) => String(startMs),
  'context.resourcePath': ({ route }) => route?.resourcePath ?? '',
  'context.stage': ({ stage }) => stage.name,
  'context.xrayTraceId': ({ traceRoot }) => traceRoot.slice('Root='.length),
};
