import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { type EngineName, stages, targets } from '../../lib/config.ts';
import { services } from '../../lib/services.ts';
import { createTokenIssuer } from '../../simulation/token-issuer.ts';
import { PROJECT } from '../engines/engine.ts';
import { checkDeployment } from './check-deployment.ts';
import { deployStage } from './deploy.ts';
import { environmentFor, setVariables } from './environment.ts';
import { exampleTokens } from './example-tokens.ts';
import { type DeployTarget, engineAt } from './places.ts';
import { clientsFor } from './remote-target.ts';

/** Exit code of a call that the user can mend. */
const USAGE_ERROR = 2;

/** Where docker-compose.yml puts either engine. */
const ENDPOINT = 'http://127.0.0.1:4566';

/** `npm run localstack`, `npm run ministack`: the engine by Docker Compose, with the stage `dev` deployed on it. */
try {
  process.exitCode = await up(process.argv[2] ?? '');
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  process.exitCode = 1;
}

async function up(name: string): Promise<number> {
  if (!isEngine(name)) {
    process.stderr.write(`up: there is no engine "${name}"; say localstack or ministack\n`);
    return USAGE_ERROR;
  }
  const code = await compose('--profile', name, 'up', '--detach', '--wait');
  if (code !== 0) {
    process.stderr.write(`up: Docker Compose ended with ${code}; it needs Docker and port 4566\n`);
    return 1;
  }
  await deployTo(engineAt(ENDPOINT, name));
  say(`Run the acceptance tests against it: npm run acceptance -- --target ${ENDPOINT}`);
  say(`End it: docker compose --profile ${name} down`);
  return 0;
}

/** Deploys and checks the stage, and says where it answers and with which tokens: an issuer of its own stands behind it. */
async function deployTo({ place, leaveOut, reasons, title }: DeployTarget): Promise<void> {
  setVariables(environmentFor(place));
  for (const [capability, reason] of Object.entries(reasons)) {
    say(`left out of the stage: ${capability}, as ${reason}`);
  }
  const tokens = await createTokenIssuer();
  const stage = { ...stages.dev, leaveOut, tokens: tokens.config };
  const { apis, leave } = await deployStage({ place, stage });
  await leave();
  await checkDeployment({ clients: clientsFor(place), stage, services, apis });
  say(`Orderly is deployed on ${title}:`);
  for (const [service, url] of Object.entries(apis)) say(`  ${service}  ${url}`);
  for (const [variable, token] of Object.entries(await exampleTokens(tokens, Date.now()))) {
    say(`  ${variable}=${token}`);
  }
}

async function compose(...args: string[]): Promise<number | null> {
  const child = spawn('docker', ['compose', ...args], { cwd: PROJECT, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code;
}

function isEngine(name: string): name is EngineName {
  return name in targets;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
