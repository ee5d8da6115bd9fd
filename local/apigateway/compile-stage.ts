import { regionalArn } from '../arn.ts';
import { Authoriser } from './authoriser.ts';
import type { Definition, MethodSpec } from './definition.ts';
import type { Integration, Route, Stage, StageMetrics } from './exchange.ts';
import type { GatewayServices } from './gateway-services.ts';
import { LambdaIntegration, type LambdaIntegrationSpec } from './lambda-integration.ts';
import { throttleOf } from './method-settings.ts';
import { compileMock } from './mock-integration.ts';
import { compileRequiredParameters } from './required-parameters.ts';
import { ResourceTree } from './resource-tree.ts';
import type { StageSpec } from './stage-spec.ts';
import { withStageVariables } from './stage-variables.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a stage serves, of which API. */
export interface Deployed {
  apiId: string;
  apiName: string;
  definition: Definition;
}

/** Makes a stage that serves what was deployed to it; throws NotSimulatedError for what is not simulated of it. */
export function compileStage(
  deployed: Deployed,
  spec: StageSpec,
  services: GatewayServices,
): Stage {
  const { apiId, apiName, definition } = deployed;
  const { surroundings } = services.foundation;
  const { account, region, urlSuffix } = surroundings;
  const apiArn = regionalArn(surroundings, 'execute-api', apiId);
  const compiler = new StageCompiler(definition, spec, apiArn, services);
  return {
    apiId,
    name: spec.name,
    arn: `${apiArn}/${spec.name}`,
    account,
    domainName: `${apiId}.execute-api.${region}.${urlSuffix}`,
    deploymentId: spec.deploymentId,
    variables: spec.variables,
    tracing: spec.tracing,
    routes: compiler.routes(),
    responses: definition.responses,
    metrics: stageMetrics(apiName, spec.name, services),
  };
}

/** A function, and the role in which it is invoked. */
type Invoked = Pick<LambdaIntegrationSpec, 'functionArn' | 'credentials'>;

class StageCompiler {
  readonly #definition: Definition;
  readonly #stage: StageSpec;
  readonly #apiArn: string;
  readonly #services: GatewayServices;
  readonly #authorisers = new Map<string, Authoriser>();

  constructor(definition: Definition, stage: StageSpec, apiArn: string, services: GatewayServices) {
    this.#definition = definition;
    this.#stage = stage;
    this.#apiArn = apiArn;
    this.#services = services;
  }

  routes(): ResourceTree<Route> {
    const tree = new ResourceTree<Route>();
    for (const method of this.#definition.methods) {
      const path = this.#definition.pathOf(method.resourceId);
      tree.add(path, method.httpMethod, this.#route(method, path));
    }
    return tree;
  }

  #route(method: MethodSpec, resourcePath: string): Route {
    const { authoriserId, validatorId, httpMethod, requestParameters } = method;
    const validated = validatorId !== undefined && this.#definition.validators.get(validatorId);
    const throttle = throttleOf(this.#stage.methodSettings, resourcePath, httpMethod);
    const { scheduler } = this.#services.foundation;
    return {
      resourceId: method.resourceId,
      resourcePath,
      integration: this.#integration(method, resourcePath),
      authoriser: authoriserId === undefined ? undefined : this.#authoriser(authoriserId),
      validate: validated ? compileRequiredParameters(requestParameters) : undefined,
      bucket: throttle && new TokenBucket(throttle, scheduler.nowMs()),
    };
  }

  #integration({ integration, httpMethod }: MethodSpec, resourcePath: string): Integration {
    if ('requestTemplate' in integration) return compileMock(integration);
    const verb = httpMethod === 'ANY' ? '*' : httpMethod;
    const sourceArn = `${this.#apiArn}/${this.#stage.name}/${verb}${resourcePath}`;
    return new LambdaIntegration(
      { ...integration, ...this.#resolved(integration), sourceArn },
      this.#services,
    );
  }

  /** The function and the role that a stage's variables name. */
  #resolved({ functionArn, credentials }: Invoked): Invoked {
    const { variables } = this.#stage;
    return {
      functionArn: withStageVariables(functionArn, variables),
      ...(credentials === undefined
        ? {}
        : { credentials: withStageVariables(credentials, variables) }),
    };
  }

  #authoriser(authoriserId: string): Authoriser {
    let authoriser = this.#authorisers.get(authoriserId);
    if (!authoriser) {
      const spec = this.#definition.authorisers.get(authoriserId);
      if (!spec) throw new RangeError(`there is no authoriser ${authoriserId}`);
      const sourceArn = `${this.#apiArn}/authorizers/${authoriserId}`;
      authoriser = new Authoriser({ ...spec, ...this.#resolved(spec), sourceArn }, this.#services);
      this.#authorisers.set(authoriserId, authoriser);
    }
    return authoriser;
  }
}

/** Releases the metrics of the stages that were served before and are no more. */
export function releaseMetrics(
  before: readonly Stage[],
  now: readonly Stage[],
  { foundation }: GatewayServices,
): void {
  const measured = new Set(now.flatMap(({ metrics }) => metrics.Count));
  for (const series of before.flatMap(({ metrics }) => metrics.Count)) {
    if (measured.has(series)) continue;
    foundation.cloudwatch.release('AWS/ApiGateway', series.metric.dimensions);
  }
}

function stageMetrics(
  apiName: string,
  stage: string,
  { foundation }: GatewayServices,
): StageMetrics {
  const dimensionSets: Record<string, string>[] = [
    { ApiName: apiName },
    { ApiName: apiName, Stage: stage },
  ];
  const series = (name: string, unit: string) =>
    dimensionSets.map((dimensions) =>
      foundation.cloudwatch.series({ namespace: 'AWS/ApiGateway', name, dimensions }, unit),
    );
  return {
    Count: series('Count', 'Count'),
    '4XXError': series('4XXError', 'Count'),
    '5XXError': series('5XXError', 'Count'),
    Latency: series('Latency', 'Milliseconds'),
  };
}
