import { toldValue } from '../told-value.ts';

/** Largest content in characters; EventBridge Schemas API Reference, CreateSchema. */
export const MAX_CONTENT_CHARACTERS = 100_000;

const DRAFT_4 = /^http:\/\/json-schema\.org\/draft-04\/schema#?$/;

/** Why EventBridge Schemas would refuse this content; undefined if it would not. */
export function contentProblem(type: string, content: string): string | undefined {
  if (type !== 'JSONSchemaDraft4' && type !== 'OpenApi3') return `schema type ${type}`;
  if (content.length > MAX_CONTENT_CHARACTERS) {
    return `content of more than ${MAX_CONTENT_CHARACTERS} characters`;
  }
  let schema: unknown;
  try {
    schema = JSON.parse(content);
  } catch {
    return 'content that is not JSON';
  }
  if (typeof schema !== 'object' || schema === null) return 'content that is not an object';
  return type === 'OpenApi3' ? openApiProblem(schema) : jsonSchemaProblem(schema);
}

function jsonSchemaProblem({ $schema }: { $schema?: unknown }): string | undefined {
  if (typeof $schema === 'string' && DRAFT_4.test($schema)) return undefined;
  return `JSON Schema that is not draft-04: $schema is ${told($schema)}`;
}

function openApiProblem({ openapi }: { openapi?: unknown }): string | undefined {
  if (typeof openapi === 'string' && openapi.startsWith('3.0.')) return undefined;
  return `OpenAPI that is not version 3.0: openapi is ${told(openapi)}`;
}

function told(value: unknown): string {
  return value === undefined ? 'absent' : toldValue(value);
}
