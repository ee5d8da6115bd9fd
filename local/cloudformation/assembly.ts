import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotSimulatedError } from '../errors.ts';
import type { Surroundings } from '../surroundings.ts';
import type { StackTemplate, Template } from './template.ts';

/** Which stacks to read, and the environment they must be for. */
export interface AssemblySelection extends Pick<Surroundings, 'account' | 'region'> {
  /** Names or ids of stacks; what they depend on comes with them. All, if absent. */
  stacks?: readonly string[];
}

/**
 * Reads the templates of a cloud assembly, the directory that `cdk synth` writes, each after the stacks it
 * depends on. Throws if there is no assembly, or no stack of a name that is asked for.
 */
export function readAssembly(directory: string, selection: AssemblySelection): StackTemplate[] {
  const read: ReadStack[] = [];
  readStacks(directory, read);
  const wanted = select(read, selection.stacks);
  const foreign = wanted.filter(({ environment }) => !isWithin(environment, selection));
  if (foreign.length > 0) {
    throw new NotSimulatedError(
      foreign.map(({ stack, environment }) => ({
        template: stack.name,
        what: `environment ${environment} beside ${selection.account}/${selection.region}`,
      })),
    );
  }
  return wanted.map(({ stack }) => stack);
}

interface Artifact {
  type: string;
  environment?: string;
  displayName?: string;
  dependencies?: readonly string[];
  properties?: {
    templateFile?: string;
    stackName?: string;
    directoryName?: string;
    parameters?: Readonly<Record<string, string>>;
  };
}

interface ReadStack {
  stack: StackTemplate;
  environment: string;
  /** Names it answers to. */
  names: readonly (string | undefined)[];
  dependencies: readonly ReadStack[];
}

/** Adds the stacks of a directory and of the assemblies (stages) nested in it; gives those it added. */
function readStacks(directory: string, read: ReadStack[]): ReadStack[] {
  const artifacts: Record<string, Artifact> = readManifest(directory).artifacts ?? {};
  const stacksOf = new Map<string, ReadStack[]>();
  const visit = (id: string): ReadStack[] => {
    const present = stacksOf.get(id);
    if (present) return present;
    const artifact = artifacts[id];
    const stacks: ReadStack[] = [];
    stacksOf.set(id, stacks);
    const dependencies = (artifact?.dependencies ?? []).flatMap(visit);
    if (artifact?.type === 'cdk:cloud-assembly') {
      stacks.push(...readStacks(join(directory, artifact.properties?.directoryName ?? ''), read));
    } else if (artifact?.type === 'aws:cloudformation:stack') {
      const stack = readStack(directory, id, artifact);
      const environment = artifact.environment ?? '';
      const names = [id, stack.name, artifact.displayName];
      const one = { stack, environment, names, dependencies };
      stacks.push(one);
      read.push(one);
    }
    return stacks;
  };
  return Object.keys(artifacts).flatMap(visit);
}

function readManifest(directory: string): { artifacts?: Record<string, Artifact> } {
  try {
    return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new Error(`${directory} is no cloud assembly; "cdk synth" writes one`, { cause });
  }
}

function readStack(directory: string, id: string, { properties }: Artifact): StackTemplate {
  const path = join(directory, properties?.templateFile ?? `${id}.template.json`);
  const template: Template = JSON.parse(readFileSync(path, 'utf8'));
  return { name: properties?.stackName ?? id, template, parameters: properties?.parameters ?? {} };
}

function select(read: readonly ReadStack[], asked: readonly string[] | undefined): ReadStack[] {
  if (!asked) return [...read];
  const wanted = new Set<ReadStack>();
  const add = (stack: ReadStack): void => {
    if (wanted.has(stack)) return;
    wanted.add(stack);
    stack.dependencies.forEach(add);
  };
  for (const name of asked) {
    const stack = read.find(({ names }) => names.includes(name));
    if (!stack) throw new Error(`no stack ${name} in the cloud assembly`);
    add(stack);
  }
  return read.filter((stack) => wanted.has(stack));
}

/** An environment may be left open, `aws://unknown-account/unknown-region`. */
function isWithin(environment: string, { account, region }: AssemblySelection): boolean {
  const [, ofAccount, ofRegion] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  const accountFits = [undefined, 'unknown-account', account].includes(ofAccount);
  return accountFits && [undefined, 'unknown-region', region].includes(ofRegion);
}
