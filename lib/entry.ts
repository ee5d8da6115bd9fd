import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { GATEWAY_CALLS } from '../functions/runtime/ports.ts';
import { tablesUsedBy, verifiesTokens } from './environment.ts';

/** A line of imports, and the property of `Clients` that it serves. */
interface Client {
  property: string;
  imports: string;
  value: string;
}

/**
 * The text of the module that a function is bundled from: its definition, the Lambda edge, and only the
 * clients that the definition needs, so that no function carries another's.
 */
export function entryOf(definition: FunctionDefinition, file: string, runtime: string): string {
  const clients = clientsOf(definition, runtime);
  const properties = clients.map(({ property, value }) => `${property}: ${value}`);
  return [
    `import definition from ${JSON.stringify(file)};`,
    `import { lambdaHandler } from ${JSON.stringify(`${runtime}/lambda.ts`)};`,
    ...clients.map(({ imports }) => imports),
    `export const handler = lambdaHandler(definition, (trace) => ({ ${properties.join(', ')} }));`,
  ].join('\n');
}

function clientsOf(definition: FunctionDefinition, runtime: string): Client[] {
  const { trigger, uses } = definition;
  return [
    ...(tablesUsedBy(definition).length > 0 ? [sdk('dynamodb', 'DynamoDB')] : []),
    ...(trigger.kind === 'stream' ? [sdk('eventbridge', 'EventBridge')] : []),
    ...(trigger.kind === 'events' ? [sdk('sqs', 'SQS', QUEUE_CLIENT)] : []),
    ...(uses.gateway ? [sdk('lambda', 'Lambda', GATEWAY_CLIENT)] : []),
    ...(verifiesTokens(definition) ? [tokens(runtime)] : []),
  ];
}

/** The endpoint of the environment counts, as for every other service: not the host that a queue's URL names. */
const QUEUE_CLIENT = '{ useQueueUrlAsEndpoint: false }';

const { maxAttempts, requestTimeoutMs } = GATEWAY_CALLS;
const REQUESTS = `{ requestTimeout: ${requestTimeoutMs}, throwOnRequestTimeout: true }`;
const GATEWAY_CLIENT = `{ maxAttempts: ${maxAttempts}, requestHandler: ${REQUESTS} }`;

function sdk(property: string, service: string, options = '{}'): Client {
  return {
    property,
    imports: `import { ${service}Client } from '@aws-sdk/client-${property}';`,
    value: `trace(new ${service}Client(${options}))`,
  };
}

function tokens(runtime: string): Client {
  return {
    property: 'tokens',
    imports: `import { createTokenVerifier } from ${JSON.stringify(`${runtime}/token-verifier.ts`)};`,
    value: 'createTokenVerifier(process.env, () => Date.now())',
  };
}
