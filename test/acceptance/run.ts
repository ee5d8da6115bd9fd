import { inspect, parseArgs } from 'node:util';
import { type StageConfig, StageError, stageNamed } from '../../lib/config.ts';
import { CallError, isMendable } from './call-error.ts';
import { interruption } from './interruption.ts';
import { aws, type DeployTarget, engineAt, engineNameAt, startEngine } from './places.ts';
import { failWith } from './steps.ts';

/** Exit code of a call that the user can mend. */
const USAGE_ERROR = 2;

const USAGE =
  'npm run acceptance -- [--target embedded|bundles|wire|ministack|localstack|http://HOST:PORT|aws] [--stage dev|prod] [FILE...]';

/** What was asked for; `files` are parts of the names of test files. */
interface Call {
  target: string;
  /** Whose values the stage of the run has. */
  base: StageConfig;
  files: string[];
}

try {
  process.exitCode = await run(callOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${isMendable(error) ? `acceptance: ${error.message}` : inspect(error)}\n`);
  process.exitCode = isMendable(error) ? USAGE_ERROR : 1;
}

function callOf(commandLine: string[]): Call {
  try {
    const { values, positionals } = parseArgs({
      args: commandLine,
      allowPositionals: true,
      options: {
        target: { type: 'string', default: 'embedded' },
        stage: { type: 'string', default: 'dev' },
      },
    });
    return { target: values.target, base: stageNamed(values.stage), files: positionals };
  } catch (error) {
    if (error instanceof StageError) throw error;
    throw new CallError(`${(error as Error).message.split('. ')[0]}. Usage: ${USAGE}`);
  }
}

/** What a call needs is loaded when the call is seen to be right. */
async function run({ target, base, files }: Call): Promise<number> {
  const signal = interruption();
  if (target === 'embedded' || target === 'bundles') {
    const { runSuites } = await import('./suites.ts');
    return target === 'bundles'
      ? runSuites('the embedded cloud, bundles in threads', {
          ...{ files, signal, provided: { kind: target } },
        })
      : runSuites('the embedded cloud', { files, signal });
  }
  const run = { base, files, signal };
  if (target === 'wire') return (await import('./deployed-run.ts')).runServed(run);
  const found = await deployTarget(target);
  let code: number;
  try {
    code = await (await import('./deployed-run.ts')).runDeployed(found, run);
  } catch (error) {
    return failWith(error, found.stop);
  }
  await found.stop();
  return code;
}

async function deployTarget(target: string): Promise<DeployTarget> {
  if (target === 'aws') return aws(process.env);
  if (target === 'ministack' || target === 'localstack') return startEngine(target);
  if (!/^https?:\/\/[^/]+\/?$/.test(target)) {
    throw new CallError(`there is no target "${target}". Usage: ${USAGE}`);
  }
  const endpoint = target.replace(/\/$/, '');
  const name = await engineNameAt(endpoint);
  if (name) return engineAt(endpoint, name);
  throw new CallError(`neither MiniStack nor LocalStack answers at ${endpoint}`);
}
