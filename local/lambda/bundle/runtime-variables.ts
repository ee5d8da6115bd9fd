import type { ExecutionEnvironment } from '../handler.ts';

/** What a function's code is, and where. */
export interface Bundle {
  /** The folder that is Lambda's `/var/task`. */
  folder: string;
  /** Such as `index.handler`. */
  handler: string;
  /** Such as `nodejs24.x`. */
  runtime: string;
  functionArn: string;
}

/**
 * The environment variables of a function's runtime: its own, and those that Lambda sets. AWS Lambda Developer
 * Guide, "Defined runtime environment variables". `AWS_EXECUTION_ENV` is not among them: it would have tracers send
 * segments to an X-Ray daemon, and there is none.
 */
export function runtimeVariables(
  { folder, handler, functionArn }: Bundle,
  environment: ExecutionEnvironment,
  endpoint: string,
): Record<string, string> {
  const { functionName, memoryMb, variables } = environment;
  const region = functionArn.split(':')[3] ?? '';
  const { accessKeyId, secretAccessKey, sessionToken } = environment.credentials();
  const day = new Date(environment.clock.nowMs()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...variables,
    _HANDLER: handler,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[$LATEST]${streamId(environment)}`,
    // The user's own profiles are none of a function's business.
    AWS_CONFIG_FILE: `${folder}/.aws/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${folder}/.aws/credentials`,
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

/** An environment's own part of the name of its log stream. */
function streamId({ chance }: ExecutionEnvironment): string {
  const digits = (): string => Math.floor(chance.fraction() * 0x1_0000_0000).toString(16);
  return [digits(), digits(), digits(), digits()].map((part) => part.padStart(8, '0')).join('');
}
