import type { ResourceType } from '../resource.ts';
import type { MethodSetting } from './method-settings.ts';
import type { StageSpec } from './stage-spec.ts';

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
    Tags: 'simulated',
  },
  identify: ({ properties }) => ({ ref: stageName(properties), attributes: {} }),
  create({ properties }, { apigateway, scheduler }) {
    const { RestApiId, Tags = [] } = properties as { RestApiId: string; Tags?: Tag[] };
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    apigateway.restApi(RestApiId).createStage(stageSpec(properties), scheduler.nowMs(), tags);
  },
};

interface Tag {
  Key: string;
  Value: string;
}

function stageSpec(properties: Record<string, unknown>): StageSpec {
  const { DeploymentId, Description, Variables, TracingEnabled, MethodSettings } = properties;
  const { AccessLogSetting } = properties as { AccessLogSetting?: AccessLogProperties };
  return {
    name: stageName(properties),
    deploymentId: String(DeploymentId),
    description: Description as string | undefined,
    variables: Variables as Record<string, string> | undefined,
    tracing: String(TracingEnabled) === 'true',
    methodSettings: ((MethodSettings ?? []) as MethodSettingProperties[]).map(methodSetting),
    accessLog: AccessLogSetting && {
      destinationArn: AccessLogSetting.DestinationArn,
      format: AccessLogSetting.Format,
    },
  };
}

interface AccessLogProperties {
  DestinationArn?: string;
  Format?: string;
}

interface MethodSettingProperties {
  HttpMethod: string;
  ResourcePath: string;
  ThrottlingRateLimit?: number;
  ThrottlingBurstLimit?: number;
  DataTraceEnabled?: boolean | string;
  LoggingLevel?: string;
  MetricsEnabled?: boolean | string;
}

function methodSetting(given: MethodSettingProperties): MethodSetting {
  return {
    httpMethod: given.HttpMethod,
    resourcePath: given.ResourcePath,
    rateLimit: optionalNumber(given.ThrottlingRateLimit),
    burstLimit: optionalNumber(given.ThrottlingBurstLimit),
    loggingLevel: given.LoggingLevel,
    dataTraceEnabled: String(given.DataTraceEnabled) === 'true',
    metricsEnabled: String(given.MetricsEnabled) === 'true',
  };
}

function optionalNumber(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function stageName(properties: Record<string, unknown>): string {
  return String(properties['StageName'] ?? 'default');
}
