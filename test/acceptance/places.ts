import { type EngineName, leftOutOn, type StageConfig, targets } from '../../lib/config.ts';
import { startLocalStack } from '../engines/localstack.ts';
import { startMiniStack } from '../engines/ministack.ts';
import { type Lacking, REAL_TIME } from './abilities.ts';
import { CallError } from './call-error.ts';
import { ENGINE_CREDENTIALS, endpointVariables, type Place, setVariables } from './environment.ts';
import { eachStep, failWith } from './steps.ts';

/** A target that suites can be run against by deploying to it. */
export interface DeployTarget {
  /** As it is called in what is printed. */
  title: string;
  place: Place;
  leaveOut: StageConfig['leaveOut'];
  /** What is left out of the stage, with what would become of it there. */
  reasons: Readonly<Record<string, string>>;
  lacking: Lacking;
  /** How long the probe must have heard nothing for the platform to be settled. */
  quietMs: number;
  /** Ends what was started for the run. */
  stop(): Promise<void>;
}

const DEFAULT_REGION = 'us-east-1';

/** Streams and pollers are looked into once or a few times a second. */
const QUIET_MS: Readonly<Record<EngineName | 'aws', number>> = {
  ministack: 1_500,
  localstack: 3_000,
  aws: 10_000,
};

const LACKING: Readonly<Record<EngineName, Lacking>> = {
  ministack: {
    ...REAL_TIME,
    'required-headers': 'its API Gateway does not ask for required headers: the function refuses',
    redrive: 'it has no StartMessageMoveTask',
  },
  localstack: {
    ...REAL_TIME,
    'required-headers': 'its stage asks for no header at the gateway: the function refuses',
    'gateway-responses': 'its API Gateway ignores the templates and headers of gateway responses',
    'verbatim-bodies': 'its event source mappings write the JSON of a message anew',
  },
};

/** AWS, by the credentials and the region of the environment; throws CallError if requests would go elsewhere. */
export function aws(environment: NodeJS.ProcessEnv): DeployTarget {
  const [elsewhere] = endpointVariables(environment);
  if (elsewhere !== undefined) {
    throw new CallError(
      `${elsewhere} is ${environment[elsewhere]}, which is not AWS: unset it, or name that address as the target`,
    );
  }
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? DEFAULT_REGION;
  return {
    title: `AWS, ${region}`,
    place: { region },
    leaveOut: [],
    reasons: {},
    lacking: REAL_TIME,
    quietMs: QUIET_MS.aws,
    stop: async () => {},
  };
}

/** An engine that answers at `endpoint` already. */
export function engineAt(endpoint: string, name: EngineName): DeployTarget {
  return {
    title: `${name} at ${endpoint}`,
    place: { endpoint, region: DEFAULT_REGION },
    leaveOut: leftOutOn(name),
    reasons: targets[name].leaveOut,
    lacking: LACKING[name],
    quietMs: QUIET_MS[name],
    stop: async () => {},
  };
}

/** An engine that is started for the run with nobody's credentials; a LocalStack that runs on its usual port is used. */
export async function startEngine(name: EngineName): Promise<DeployTarget> {
  const start = name === 'ministack' ? () => startMiniStack({ install: true }) : startLocalStack;
  const restore = setVariables(ENGINE_CREDENTIALS);
  const setBack = async () => restore();
  try {
    const { endpoint, stop } = await start();
    return { ...engineAt(endpoint, name), stop: () => eachStep(stop, setBack) };
  } catch (error) {
    return failWith(error, setBack);
  }
}

/** Which engine answers at an endpoint; MiniStack answers on LocalStack's paths too, and is asked first. */
export async function engineNameAt(endpoint: string): Promise<EngineName | undefined> {
  const answers = (path: string) =>
    fetch(`${endpoint}${path}`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (await answers('/_ministack/health')) return 'ministack';
  return (await answers('/_localstack/health')) ? 'localstack' : undefined;
}
