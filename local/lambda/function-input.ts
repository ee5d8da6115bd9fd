import type { UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { FunctionProperties } from './function-settings.ts';
import { validationException } from './lambda-errors.ts';
import { onlyMembers } from './members.ts';

const HANDLER = /^\S+$/;
const HANDLER_CHARACTERS = 128;
const TRACING_MODES = ['Active', 'PassThrough'];
const ROLE = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;

/** The properties that an input gives, its nested members checked. */
export function propertiesOf(
  input: Omit<UpdateFunctionConfigurationRequest, 'FunctionName'>,
): FunctionProperties {
  const { Runtime, Role, Handler, Description, Timeout, MemorySize } = input;
  const { Environment, DeadLetterConfig, TracingConfig } = input;
  onlyMembers(Environment, ['Variables'], 'Environment of a function');
  onlyMembers(DeadLetterConfig, ['TargetArn'], 'DeadLetterConfig of a function');
  onlyMembers(TracingConfig, ['Mode'], 'TracingConfig of a function');
  if (Role !== undefined) checkRole(Role);
  if (Handler !== undefined) checkHandler(Handler);
  const mode = TracingConfig?.Mode;
  if (mode !== undefined && !TRACING_MODES.includes(mode)) {
    const set = `Member must satisfy enum value set: [${TRACING_MODES.join(', ')}]`;
    throw validationException(mode, 'tracingConfig.mode', set);
  }
  const simple = { Runtime, Role, Handler, Description, Timeout, MemorySize };
  const given = { ...simple, Environment, DeadLetterConfig, TracingConfig };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Throws ValidationException unless it is there, and the ARN of a role. */
export function checkRole(role: string | undefined): void {
  if (role === undefined) throw validationException(role, 'role', 'Member must not be null');
  if (ROLE.test(role)) return;
  const pattern = 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+';
  const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
  throw validationException(role, 'role', constraint);
}

function checkHandler(handler: string): void {
  if (handler.length > HANDLER_CHARACTERS) {
    const constraint = `Member must have length less than or equal to ${HANDLER_CHARACTERS}`;
    throw validationException(handler, 'handler', constraint);
  }
  if (HANDLER.test(handler)) return;
  const constraint = 'Member must satisfy regular expression pattern: [^\\s]+';
  throw validationException(handler, 'handler', constraint);
}

/** The one architecture of a function; throws ValidationException for none or more. */
export function checkArchitectures(architectures: readonly string[]): string[] {
  const [architecture = '', ...more] = architectures;
  if (more.length === 0 && ['x86_64', 'arm64'].includes(architecture)) return [architecture];
  throw validationException(
    `[${architectures.join(', ')}]`,
    'architectures',
    more.length > 0
      ? 'Member must have length less than or equal to 1'
      : 'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
  );
}
