import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { buildApp } from '../../lib/app.ts';
import type { StageConfig } from '../../lib/config.ts';
import { namesOf } from '../../lib/names.ts';
import type { Service } from '../../lib/service.ts';
import { services } from '../../lib/services.ts';
import { PROJECT, runToEnd } from '../engines/engine.ts';
import { environmentFor, type Place } from './environment.ts';
import { eachStep, failWith } from './steps.ts';

/** A stage that has been deployed, until it is removed. */
export interface DeployedStage {
  /** Where each service's API answers, without a slash at the end. */
  apis: Readonly<Record<string, string>>;
  /** Deletes its stacks; the bootstrap stack stays, as others may be using it. */
  remove(): Promise<void>;
  /** Leaves it where it is: only the files of its deployment go. */
  leave(): Promise<void>;
}

/** What is deployed, and where to. */
export interface DeployOptions {
  place: Place;
  stage: StageConfig;
  extraServices?: readonly Service[];
  /** Ends the deployment, and what was deployed is removed. */
  signal?: AbortSignal;
}

/** Runs a command of the CDK for a place to its end, and gives its output. */
export type Cdk = (place: Place, ...commandLine: string[]) => Promise<string>;

const COMMAND = join(PROJECT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

const runCdk: Cdk = (place, ...commandLine) =>
  runToEnd(process.execPath, [COMMAND, ...commandLine], environmentFor(place));

/** Synthesizes a stage with its bundles and deploys it with the CDK; what was deployed of it is removed if that fails. */
export async function deployStage(
  { place, stage, extraServices = [], signal }: DeployOptions,
  cdk: Cdk = runCdk,
): Promise<DeployedStage> {
  const assembly = await mkdtemp(join(tmpdir(), 'orderly-deploy-'));
  const leave = () => rm(assembly, { recursive: true, force: true });
  const remove = () =>
    eachStep(() => cdk(place, 'destroy', '--all', '--force', '--app', assembly), leave);
  const outputs = join(assembly, 'outputs.json');
  try {
    const { app } = await buildApp({ stage, code: 'bundle', outdir: assembly, extraServices });
    app.synth();
    await bootstrap(place, assembly, cdk);
    signal?.throwIfAborted();
  } catch (error) {
    return failWith(error, leave);
  }
  try {
    const deploy = ['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputs];
    await cdk(place, ...deploy, '--app', assembly);
    signal?.throwIfAborted();
    const deployed = [...services, ...extraServices];
    const apis = apisIn(JSON.parse(await readFile(outputs, 'utf8')), deployed, stage, place);
    return { apis, remove, leave };
  } catch (error) {
    return failWith(error, remove);
  }
}

/** An engine is bootstrapped for the run; an account is its owner's business, and the CDK says what to run there. */
async function bootstrap(place: Place, assembly: string, cdk: Cdk): Promise<void> {
  const { endpoint, region } = place;
  if (endpoint === undefined) return;
  const sts = new STSClient({ region, endpoint });
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  await cdk(place, 'bootstrap', `aws://${Account}/${region}`, '--app', assembly);
}

/** Outputs of stacks, by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The addresses of the APIs; on an engine they are paths of its endpoint, as LocalStack and MiniStack have them. */
export function apisIn(
  outputs: Outputs,
  deployed: readonly Service[],
  stage: StageConfig,
  { endpoint }: Place,
): Record<string, string> {
  const apis: Record<string, string> = {};
  for (const { name } of deployed) {
    const url = outputs[namesOf(stage.name).stack(name)]?.['ApiUrl'];
    if (url === undefined) continue;
    const [id] = new URL(url).hostname.split('.');
    apis[name] =
      endpoint === undefined
        ? url.replace(/\/$/, '')
        : `${endpoint}/_aws/execute-api/${id}/${stage.name}`;
  }
  return apis;
}
