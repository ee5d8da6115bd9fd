import * as z from 'zod/mini';
import type { Contract } from './contract.ts';

/**
 * The JSON Schema (draft 4, as EventBridge Schemas takes it) of a contract's whole EventBridge event.
 * Unknown fields are allowed everywhere, so that a reader survives a producer that adds one.
 */
export function contractSchema(contract: Contract): Record<string, unknown> {
  const { $schema, ...detail } = z.toJSONSchema(contract.envelope, {
    target: 'draft-4',
    io: 'input',
  });
  return {
    $schema,
    title: contract.name,
    description: contract.description,
    'x-amazon-events-source': contract.source,
    'x-amazon-events-detail-type': contract.name,
    type: 'object',
    required: ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'detail'],
    properties: {
      version: { type: 'string' },
      id: { type: 'string' },
      'detail-type': { type: 'string', enum: [contract.name] },
      source: { type: 'string', enum: [contract.source] },
      account: { type: 'string' },
      time: { type: 'string', format: 'date-time' },
      region: { type: 'string' },
      resources: { type: 'array', items: { type: 'string' } },
      detail,
    },
  };
}

/** The schema's name in the registry: `source@DetailType`. */
export function schemaName(contract: Contract): string {
  return `${contract.source}@${contract.name}`;
}

/** The file under `events/registry/` that keeps this version of the contract's schema. */
export function schemaFile(contract: Contract): string {
  return `${schemaName(contract)}.v${contract.version}.json`;
}

/** The text of that file. */
export function schemaText(contract: Contract): string {
  return `${JSON.stringify(contractSchema(contract), null, 2)}\n`;
}
