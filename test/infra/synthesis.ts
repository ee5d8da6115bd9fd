import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import { type BuildAppProps, buildApp } from '../../lib/app.ts';
import { type StageConfig, stages } from '../../lib/config.ts';

/** One resource of a template, intrinsics unresolved. */
export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are open JSON; the assertions are the types
  Properties: Record<string, any>;
  DependsOn?: string[];
  DeletionPolicy?: string;
}

/** A synthesized stack, and how tests look things up in it. */
export interface SynthesizedStack {
  name: string;
  text: string;
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown }>;
  /** Stacks that must be there before, by name. */
  dependencies: string[];
  /** Logical id and resource of each resource of a type. */
  all(type: string): [id: string, resource: Resource][];
  /** The resource of a type whose property has that value; throws unless there is exactly one. */
  one(type: string, property: string, value: unknown): [id: string, resource: Resource];
}

export interface Synthesis {
  functions: ReadonlyMap<string, FunctionDefinition>;
  stacks: SynthesizedStack[];
  /** The stack of a service. */
  of(service: string): SynthesizedStack;
}

/** Synthesizes a stage (default: dev, without code) and cleans up after itself. */
export async function synthesize(
  stage: StageConfig = stages.dev,
  props: Partial<BuildAppProps> = {},
): Promise<Synthesis> {
  const outdir = mkdtempSync(join(tmpdir(), 'orderly-synth-'));
  try {
    const { app, functions } = await buildApp({ stage, code: 'none', outdir, ...props });
    const stacks = app.synth().stacks.map((artifact) =>
      stackOf({
        name: artifact.stackName,
        template: artifact.template,
        dependencies: artifact.dependencies.map(({ id }) => id),
      }),
    );
    return {
      functions,
      stacks,
      of: (service) => stacks.find(({ name }) => name === `orderly-${stage.name}-${service}`)!,
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function stackOf(artifact: {
  name: string;
  template: Record<string, unknown>;
  dependencies: string[];
}): SynthesizedStack {
  const resources = artifact.template['Resources'] as Record<string, Resource>;
  const all = (type: string) =>
    Object.entries(resources).filter(([, resource]) => resource.Type === type);
  return {
    name: artifact.name,
    text: JSON.stringify(artifact.template),
    resources,
    outputs: (artifact.template['Outputs'] ?? {}) as SynthesizedStack['outputs'],
    dependencies: artifact.dependencies,
    all,
    one(type, property, value) {
      const found = all(type).filter(
        ([, { Properties }]) => JSON.stringify(Properties[property]) === JSON.stringify(value),
      );
      if (found.length === 1) return found[0]!;
      throw new Error(`${found.length} of ${type} with ${property} ${JSON.stringify(value)}`);
    },
  };
}

/** `{ "Fn::GetAtt": [id, attribute] }`. */
export function attribute(id: string, name = 'Arn'): unknown {
  return { 'Fn::GetAtt': [id, name] };
}

/** A template's ARN as text, pseudo parameters by name: `arn:AWS::Partition:sns:AWS::Region:...`. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const node = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (node.Ref !== undefined) return node.Ref;
  if (node['Fn::GetAtt']) return node['Fn::GetAtt'].join('.');
  const [separator, parts] = node['Fn::Join']!;
  return parts.map(flat).join(separator);
}

/** One statement of a policy, lists where IAM allows a single value. */
export interface Statement {
  Effect: 'Allow' | 'Deny';
  Sid?: string;
  Action: string[];
  Resource: unknown[];
  Principal?: Record<string, unknown>;
  Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of a policy document. */
export function statementsOf(document: { Statement: Record<string, unknown>[] }): Statement[] {
  return document.Statement.map((statement) => ({
    ...(statement as unknown as Statement),
    Action: [statement['Action']].flat() as string[],
    Resource: [statement['Resource']].flat(),
  }));
}

/** What the role of a function may do. */
export function permissionsOf(stack: SynthesizedStack, functionName: string): Statement[] {
  const [, { Properties }] = stack.one('AWS::Lambda::Function', 'FunctionName', functionName);
  const [role] = (Properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
  const [, policy] = stack.one('AWS::IAM::Policy', 'Roles', [{ Ref: role }]);
  return statementsOf(policy.Properties['PolicyDocument']);
}
