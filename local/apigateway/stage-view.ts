import type { Deployment } from './deployment.ts';
import { ACCOUNT_THROTTLE, type MethodSetting } from './method-settings.ts';
import type { RestApi } from './rest-api.ts';

/** A deployment as GetDeployment gives it. */
export function deploymentView({ id, description, createdMs }: Deployment): object {
  return { id, description, createdDate: new Date(createdMs) };
}

/** A stage as GetStage gives it. */
export function stageView(api: RestApi, stageName: string): object {
  const spec = api.stage(stageName);
  const { createdMs, updatedMs, tags } = api.stageRecord(stageName);
  const settings = spec.methodSettings.map((one) => [settingKey(one), settingView(one)]);
  return {
    deploymentId: spec.deploymentId,
    stageName,
    description: spec.description,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: Object.fromEntries(settings),
    variables: spec.variables && { ...spec.variables },
    accessLogSettings: spec.accessLog && { ...spec.accessLog },
    tracingEnabled: spec.tracing,
    tags: Object.fromEntries(tags),
    createdDate: new Date(createdMs),
    lastUpdatedDate: new Date(updatedMs),
  };
}

/** What names a method's settings in a stage: `~1orders/GET`, or for all methods an asterisk on either side of a slash. */
export function settingKey({ resourcePath, httpMethod }: MethodSetting): string {
  return `${resourcePath.replace(/^\//, '')}/${httpMethod}`;
}

function settingView(setting: MethodSetting): object {
  return {
    metricsEnabled: setting.metricsEnabled ?? false,
    loggingLevel: setting.loggingLevel,
    dataTraceEnabled: setting.dataTraceEnabled ?? false,
    throttlingBurstLimit: setting.burstLimit ?? ACCOUNT_THROTTLE.burstLimit,
    throttlingRateLimit: setting.rateLimit ?? ACCOUNT_THROTTLE.rateLimit,
    cachingEnabled: false,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  };
}
