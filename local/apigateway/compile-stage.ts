import { regionalArn } from '../arn.ts';
import { Authoriser } from './authoriser.ts';
import type { Integration, Route, Stage, StageMetrics } from './exchange.ts';
import type { GatewayServices } from './gateway-services.ts';
import { LambdaIntegration } from './lambda-integration.ts';
import { throttleOf } from './method-settings.ts';
import { compileMock } from './mock-integration.ts';
import { compileRequiredParameters } from './required-parameters.ts';
import { ResourceTree } from './resource-tree.ts';
import type { MethodSpec, RestApi, StageSpec } from './rest-api.ts';
import { TokenBucket } from './token-bucket.ts';

/** Makes a stage that serves what an API holds; throws NotSimulatedError for what is not simulated of it. */
export function compileStage(api: RestApi, spec: StageSpec, services: GatewayServices): Stage {
  const { surroundings } = services.foundation;
  const { account, region, urlSuffix } = surroundings;
  const apiArn = regionalArn(surroundings, 'execute-api', api.id);
  const compiler = new StageCompiler(api, spec, apiArn, services);
  return {
    apiId: api.id,
    name: spec.name,
    arn: `${apiArn}/${spec.name}`,
    account,
    domainName: `${api.id}.execute-api.${region}.${urlSuffix}`,
    deploymentId: spec.deploymentId,
    variables: spec.variables,
    tracing: spec.tracing,
    routes: compiler.routes(),
    responses: api.responses,
    metrics: stageMetrics(api.name, spec.name, services),
  };
}

class StageCompiler {
  readonly #api: RestApi;
  readonly #stage: StageSpec;
  readonly #apiArn: string;
  readonly #services: GatewayServices;
  readonly #authorisers = new Map<string, Authoriser>();

  constructor(api: RestApi, stage: StageSpec, apiArn: string, services: GatewayServices) {
    this.#api = api;
    this.#stage = stage;
    this.#apiArn = apiArn;
    this.#services = services;
  }

  routes(): ResourceTree<Route> {
    const tree = new ResourceTree<Route>();
    for (const method of this.#api.methods) {
      const path = this.#api.pathOf(method.resourceId);
      tree.add(path, method.httpMethod, this.#route(method, path));
    }
    return tree;
  }

  #route(method: MethodSpec, resourcePath: string): Route {
    const { authoriserId, validatorId, httpMethod, requestParameters } = method;
    const validated = validatorId !== undefined && this.#api.validators.get(validatorId);
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
    return new LambdaIntegration({ ...integration, sourceArn }, this.#services);
  }

  #authoriser(authoriserId: string): Authoriser {
    let authoriser = this.#authorisers.get(authoriserId);
    if (!authoriser) {
      const spec = this.#api.authorisers.get(authoriserId);
      if (!spec) throw new RangeError(`API ${this.#api.name} has no authoriser ${authoriserId}`);
      const sourceArn = `${this.#apiArn}/authorizers/${authoriserId}`;
      authoriser = new Authoriser({ ...spec, sourceArn }, this.#services);
      this.#authorisers.set(authoriserId, authoriser);
    }
    return authoriser;
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
