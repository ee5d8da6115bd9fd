import { NotSimulatedError } from '../errors.ts';
import type { Integration } from './exchange.ts';
import { compileExpression } from './expression.ts';
import type { HttpResponse } from './http.ts';
import { internalError } from './refusal.ts';
import { isSendable } from './sendable-header.ts';

/** One answer of a MOCK integration. API_IntegrationResponse. */
export interface MockResponse {
  statusCode: string;
  /** Regular expression on the mocked status; the response without one is the default. */
  selectionPattern?: string;
  /** `method.response.header.<name>` to a static value in single quotes. */
  parameters?: Readonly<Record<string, string>>;
  /** Body by content type. */
  templates?: Readonly<Record<string, string>>;
}

/** A MOCK integration with static templates, enough for a preflight or a health check. */
export interface MockSpec {
  /** The request template for JSON, which names the status. */
  requestTemplate: string;
  responses: readonly MockResponse[];
}

/**
 * Compiles a MOCK integration, whose answer is always the same. Throws NotSimulatedError for templates that
 * are not static. API Gateway Developer Guide, "Mock integrations for REST APIs".
 */
export function compileMock({ requestTemplate, responses }: MockSpec): Integration {
  const status = /["']?statusCode["']?\s*:\s*(\d{3})\b/.exec(staticText(requestTemplate))?.[1];
  const selected = responses.filter(({ selectionPattern }) => isSelected(selectionPattern, status));
  const chosen = selected[0] ?? responses.find(({ selectionPattern }) => !selectionPattern);
  const answer = chosen && mockAnswer(chosen);
  return {
    respond() {
      if (!status || !answer) throw internalError();
      return { ...answer, headers: { ...answer.headers } };
    },
  };
}

/** Whether it is chosen by its pattern, which is compiled even where there is no status. */
function isSelected(pattern: string | undefined, status: string | undefined): boolean {
  if (!pattern) return false;
  const matches = compileExpression(pattern, 'the selection pattern');
  return status !== undefined && matches(status);
}

function mockAnswer({ statusCode, parameters, templates }: MockResponse): HttpResponse {
  const [type = 'application/json', body = ''] = Object.entries(templates ?? {})[0] ?? [];
  if (!isSendable('content-type', type)) throw new NotSimulatedError(`content type ${type}`);
  const headers: Record<string, string> = { 'content-type': type };
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const header = /^method\.response\.header\.(.+)$/.exec(name)?.[1];
    const text = /^'(.*)'$/s.exec(value)?.[1];
    if (header === undefined) throw new NotSimulatedError(`response parameter ${name}`);
    if (text === undefined || !isSendable(header, text))
      throw new NotSimulatedError(`response parameter value ${value}`);
    headers[header.toLowerCase()] = text;
  }
  return { status: Number(statusCode), headers, body: staticText(body) };
}

function staticText(template: string): string {
  if (/[$#]/.test(template)) throw new NotSimulatedError(`mapping template ${template}`);
  return template;
}
