import { randomInt } from 'node:crypto';
import type { StageConfig } from '../../lib/config.ts';
import { services } from '../../lib/services.ts';
import { createIssuerKey, type IssuerKey, tokenIssuerOf } from '../../simulation/token-issuer.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { REAL_TIME } from './abilities.ts';
import { checkDeployment } from './check-deployment.ts';
import { deployStage } from './deploy.ts';
import { environmentFor, setVariables } from './environment.ts';
import type { DeployTarget } from './places.ts';
import { clientsFor, type Deployment } from './remote-target.ts';
import { serveCloud } from './served-cloud.ts';
import { consumersOf } from './stage-queues.ts';
import { failWith } from './steps.ts';
import { runSuites, type SuiteRun, say, secondsSince } from './suites.ts';

/** Back-offs grow with each receive: with three, a message that fails each time is set aside within two minutes. */
const MAX_RECEIVES = 3;

/** What the stage of a run is derived from, which files are run, and what ends it early. */
export interface DeployedRun extends Omit<SuiteRun, 'provided'> {
  base: StageConfig;
}

/** Everything that is deployed for a run; the consumers among it have queues to be settled. */
const deployedServices = [...services, loyalty];
const consumers = consumersOf(deployedServices);

/** The embedded cloud over the wire: no engine to install, and every request goes through AWS's protocols. */
export async function runServed({ base, files, signal }: DeployedRun): Promise<number> {
  const issuerKey = await createIssuerKey();
  const { tokens, consumers: limits } = stageOf(base, [], issuerKey);
  const served = await serveCloud({
    stage: { tokens, consumers: limits },
    extraServices: [loyalty],
  });
  const { place, stage, apis } = served;
  setVariables(environmentFor(place));
  let code: number;
  try {
    await checkDeployment({ clients: clientsFor(place), stage, services: deployedServices, apis });
    const known = { stage, apis, consumers, issuerKey };
    const deployment = { ...place, ...known, lacking: REAL_TIME, quietMs: 500 };
    const provided = { kind: 'deployed', deployment } as const;
    code = await runSuites(`the embedded cloud at ${place.endpoint}`, { files, signal, provided });
  } catch (error) {
    return failWith(error, served.remove);
  }
  await served.remove();
  return code;
}

/** Deploys a stage of the run's own, runs the suites against it, and removes it. */
export async function runDeployed(
  target: DeployTarget,
  { base, files, signal }: DeployedRun,
): Promise<number> {
  const { place, title } = target;
  setVariables(environmentFor(place));
  const issuerKey = await createIssuerKey();
  const stage = stageOf(base, target.leaveOut, issuerKey);
  for (const [capability, reason] of Object.entries(target.reasons)) {
    say(`left out of the stage: ${capability}, as ${reason}`);
  }
  say(`deploying stage ${stage.name} to ${title}; it is removed at the end`);
  const startMs = performance.now();
  const deployed = await deployStage({ place, stage, extraServices: [loyalty], signal });
  let code: number;
  try {
    const { apis } = deployed;
    const clients = clientsFor(place);
    await checkDeployment({ clients, stage, services: deployedServices, apis });
    say(`deployed and checked in ${secondsSince(startMs)}`);
    signal?.throwIfAborted();
    const { lacking, quietMs } = target;
    const known = { stage, apis, consumers, issuerKey };
    const deployment: Deployment = { ...place, ...known, lacking, quietMs };
    const provided = { kind: 'deployed', deployment } as const;
    code = await runSuites(title, { files, signal, provided });
  } catch (error) {
    return failWith(error, deployed.remove);
  }
  await deployed.remove();
  return code;
}

/** A stage of the run's own, with the values of `base` but for what would outlive the run or charge anybody. */
function stageOf(
  base: StageConfig,
  leaveOut: StageConfig['leaveOut'],
  issuerKey: IssuerKey,
): StageConfig {
  return {
    ...base,
    name: `acc${randomInt(36 ** 5, 36 ** 6).toString(36)}`,
    production: false,
    removalPolicy: 'destroy',
    deletionProtection: false,
    consumers: { ...base.consumers, maxReceives: MAX_RECEIVES },
    tokens: tokenIssuerOf(issuerKey).config,
    gateway: { kind: 'sandbox' },
    leaveOut,
  };
}
