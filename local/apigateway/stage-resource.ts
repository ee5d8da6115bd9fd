import type { ResourceType } from '../resource.ts';
import type { MethodSetting } from './method-settings.ts';

/** `AWS::ApiGateway::Stage`. */
export const stageResourceType: ResourceType = {
  type: 'AWS::ApiGateway::Stage',
  properties: {
    RestApiId: 'simulated',
    StageName: 'simulated',
    DeploymentId: 'simulated',
    Description: 'recorded',
    Variables: 'simulated',
    TracingEnabled: 'simulated',
    AccessLogSetting: 'recorded',
    CacheClusterEnabled: { only: [false] },
    'MethodSettings.HttpMethod': 'simulated',
    'MethodSettings.ResourcePath': 'simulated',
    'MethodSettings.ThrottlingBurstLimit': 'simulated',
    'MethodSettings.ThrottlingRateLimit': 'simulated',
    'MethodSettings.DataTraceEnabled': 'recorded',
    'MethodSettings.LoggingLevel': 'recorded',
    'MethodSettings.MetricsEnabled': 'recorded',
    'MethodSettings.CachingEnabled': { only: [false] },
    Tags: 'recorded',
  },
  identify: ({ properties }) => ({ ref: stageName(properties), attributes: {} }),
  create({ properties }, { apigateway }) {
    const { RestApiId, DeploymentId, Variables, TracingEnabled, MethodSettings } = properties;
    apigateway.restApi(String(RestApiId)).stages.push({
      name: stageName(properties),
      deploymentId: String(DeploymentId),
      variables: Variables as Record<string, string> | undefined,
      tracing: String(TracingEnabled) === 'true',
      methodSettings: ((MethodSettings ?? []) as MethodSettingProperties[]).map(methodSetting),
    });
  },
};

interface MethodSettingProperties {
  HttpMethod: string;
  ResourcePath: string;
  ThrottlingRateLimit?: number;
  ThrottlingBurstLimit?: number;
}

function methodSetting(given: MethodSettingProperties): MethodSetting {
  return {
    httpMethod: given.HttpMethod,
    resourcePath: given.ResourcePath,
    rateLimit: optionalNumber(given.ThrottlingRateLimit),
    burstLimit: optionalNumber(given.ThrottlingBurstLimit),
  };
}

function optionalNumber(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function stageName(properties: Record<string, unknown>): string {
  return String(properties['StageName'] ?? 'default');
}
