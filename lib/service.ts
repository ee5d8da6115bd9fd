import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import type { StageConfig } from './config.ts';

/** A key attribute of a table: its name, and `S` for text or `N` for a number. */
export interface KeyAttribute {
  name: string;
  type: 'S' | 'N';
}

/** A table of a service. It gets a stream when one of the service's functions is triggered by it. */
export interface TableSpec {
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
  /** Secondary indexes by name; they hold the keys alone. */
  indexes?: Readonly<Record<string, { partitionKey: KeyAttribute; sortKey?: KeyAttribute }>>;
}

/** What one stack deploys: tables and functions. Queues, rules, routes, grants and alarms follow from these. */
export interface Service {
  readonly name: string;
  readonly description: string;
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly functions: readonly FunctionDefinition[];
  /** Deployed as well where the stage's payment gateway is the sandbox. */
  readonly sandbox?: Pick<Service, 'tables' | 'functions'>;
  /** Folder that holds `<service>/<function>.ts`; default: the project's `functions/`. */
  readonly functionsRoot?: string;
}

/** The functions as a stage deploys them: without the authoriser, who is behind a scope verifies the token itself. */
export function functionsFor(
  functions: readonly FunctionDefinition[],
  { leaveOut }: Pick<StageConfig, 'leaveOut'>,
): FunctionDefinition[] {
  if (!leaveOut.includes('authoriser')) return [...functions];
  return functions
    .filter(({ trigger }) => trigger.kind !== 'authoriser')
    .map((definition) => {
      const { trigger, uses } = definition;
      const isScoped = trigger.kind === 'route' && trigger.scope !== undefined;
      return isScoped ? { ...definition, uses: { ...uses, tokens: true } } : definition;
    });
}

/** The tables and functions that a stage deploys of a service. */
export function partsOf(
  service: Service,
  stage: StageConfig,
): Pick<Service, 'tables' | 'functions'> {
  const { tables, functions, sandbox } = service;
  if (!sandbox || stage.gateway.kind !== 'sandbox') return { tables, functions };
  return {
    tables: { ...tables, ...sandbox.tables },
    functions: [...functions, ...sandbox.functions],
  };
}
