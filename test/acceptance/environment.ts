/** The AWS API that something is deployed to: AWS by the environment's credentials, or an engine that listens elsewhere. */
export interface Place {
  /** Undefined: AWS itself. */
  endpoint?: string;
  region: string;
}

/** Begins the variables that send the requests of SDKs and the CDK to another endpoint than AWS: of all services, or of one. */
const ENDPOINT_VARIABLE = /^AWS_ENDPOINT_URL(_|$)/;

/** The variables that send requests elsewhere, as far as they are set. */
export function endpointVariables(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment).filter(
    (name) => ENDPOINT_VARIABLE.test(name) && environment[name],
  );
}

/**
 * Any credentials will do for an engine, and nobody's own are to sign what it gets: a profile would come before the key,
 * and a session token would go with it.
 */
export const ENGINE_CREDENTIALS: NodeJS.ProcessEnv = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SESSION_TOKEN: undefined,
  AWS_CREDENTIAL_EXPIRATION: undefined,
  AWS_PROFILE: undefined,
  AWS_DEFAULT_PROFILE: undefined,
};

/** The variables by which SDKs and the CDK find a place and no other; undefined: not set. */
export function environmentFor(
  { endpoint, region }: Place,
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const regions = { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  if (endpoint === undefined) return regions;
  return {
    ...regions,
    ...ENGINE_CREDENTIALS,
    ...Object.fromEntries(endpointVariables(environment).map((name) => [name, undefined])),
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
  };
}

/** Sets variables of this process, for its children too; gives what sets them back. */
export function setVariables(variables: NodeJS.ProcessEnv): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(variables)) setVariable(name, value);
  return () => {
    for (const [name, value] of before) setVariable(name, value);
  };
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
