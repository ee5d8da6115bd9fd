import { badRequest } from './api-gateway-errors.ts';
import type { MethodSetting } from './method-settings.ts';
import { type Patch, type PatchOperation, patched } from './patch.ts';
import type { StageSpec } from './stage-spec.ts';
import { settingKey } from './stage-view.ts';

const LOGGING_LEVELS = ['OFF', 'ERROR', 'INFO'];

/**
 * A stage with the changes of UpdateStage. Throws BadRequestException, and NotSimulatedError for what has no
 * effect here, such as caches and canaries. API_PatchOperation, "UpdateStage".
 */
export function patchedStage(
  spec: StageSpec,
  operations: readonly PatchOperation[] | undefined,
): StageSpec {
  // A new one even without changes, as a stage is compiled once.
  return patched({ ...spec }, operations, {
    '/deploymentId': { replace: (stage, deploymentId) => ({ ...stage, deploymentId }) },
    '/description': { replace: (stage, description) => ({ ...stage, description }) },
    '/tracingEnabled': { replace: (stage, value) => ({ ...stage, tracing: flag(value) }) },
    '/variables/*': { add: withVariable, replace: withVariable, remove: withoutVariable },
    '/accessLogSettings/destinationArn': accessLog('destinationArn'),
    '/accessLogSettings/format': accessLog('format'),
    '/accessLogSettings': { remove: (stage) => ({ ...stage, accessLog: undefined }) },
    '/*/throttling/rateLimit': setting((value) => ({ rateLimit: limit(value) })),
    '/*/throttling/burstLimit': setting((value) => ({ burstLimit: limit(value) })),
    '/*/logging/loglevel': setting((value) => ({ loggingLevel: level(value) })),
    '/*/logging/dataTrace': setting((value) => ({ dataTraceEnabled: flag(value) })),
    '/*/metrics/enabled': setting((value) => ({ metricsEnabled: flag(value) })),
  });
}

function withVariable(stage: StageSpec, value: string, name: string): StageSpec {
  return { ...stage, variables: { ...stage.variables, [name]: value } };
}

function withoutVariable(stage: StageSpec, name: string): StageSpec {
  const { [name]: _removed, ...variables } = stage.variables ?? {};
  return { ...stage, variables };
}

function accessLog(member: 'destinationArn' | 'format'): Patch<StageSpec> {
  const set = (stage: StageSpec, value: string): StageSpec => ({
    ...stage,
    accessLog: { ...stage.accessLog, [member]: value },
  });
  return { add: set, replace: set };
}

function setting(change: (value: string) => Partial<MethodSetting>): Patch<StageSpec> {
  return {
    replace(stage, value, key) {
      const before = stage.methodSettings.find((one) => settingKey(one) === key);
      const others = stage.methodSettings.filter((one) => one !== before);
      const changed = { ...(before ?? newSetting(key)), ...change(value) };
      return { ...stage, methodSettings: [...others, changed] };
    },
  };
}

function newSetting(key: string): MethodSetting {
  const [, resourcePath, httpMethod] = /^(.+)\/([A-Z]+|\*)$/.exec(key) ?? [];
  if (resourcePath === undefined) throw badRequest(`Invalid method setting path: /${key}`);
  return { resourcePath: `/${resourcePath}`, httpMethod: httpMethod! };
}

function limit(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw badRequest(`Invalid throttling limit: ${text}`);
  return value;
}

function level(text: string): string {
  if (LOGGING_LEVELS.includes(text)) return text;
  throw badRequest(
    `Invalid logging level: ${text}. Must be one of: [${LOGGING_LEVELS.join(', ')}]`,
  );
}

function flag(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw badRequest(`Invalid boolean value: ${text}`);
  return text === 'true';
}
