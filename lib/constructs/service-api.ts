import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  type IAuthorizer,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnOutput } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionDefinition, Trigger } from '../../functions/runtime/definition.ts';
import { acknowledge } from './acknowledge.ts';
import type { ServiceContext } from './context.ts';
import { addGatewayResponses, GATEWAY_PROBLEMS } from './gateway-responses.ts';
import { OrderlyFunction } from './orderly-function.ts';
import { serviceLogGroup } from './service-log-group.ts';
import { AUTHORIZER_SETTINGS, tokenAuthorizer } from './token-authorizer.ts';

/** Every command must bring its key; API Gateway refuses it otherwise. */
const COMMAND_HEADERS = { 'method.request.header.Idempotency-Key': true };

/** What the access log says of a request: no caller (personal data), no address, no header, no body. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  xrayTraceId: '$context.xrayTraceId',
  timeMs: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
};

/** The REST API of a service: a route for each function that has one, behind the platform's authoriser. */
export class ServiceApi extends Construct {
  readonly api: RestApi;
  readonly #context: ServiceContext;
  #authorizer: IAuthorizer | undefined;
  readonly #validator: RequestValidator | undefined;

  constructor(scope: Construct, id: string, context: ServiceContext) {
    super(scope, id);
    this.#context = context;
    this.api = this.#restApi();
    this.#validator = context.stage.leaveOut.includes('required-headers')
      ? undefined
      : new RequestValidator(this, 'HeaderValidator', {
          restApi: this.api,
          validateRequestParameters: true,
          validateRequestBody: true,
        });
    const deployment = this.api.latestDeployment!;
    deployment.node.addDependency(...addGatewayResponses(this, this.api));
    // A stage serves what its deployment saw: without these in its name, a change would not be deployed.
    deployment.addToLogicalId({ GATEWAY_PROBLEMS, AUTHORIZER_SETTINGS });
    context.dashboard.addApi(this.api);
    new CfnOutput(this, 'Url', { key: 'ApiUrl', value: this.api.url });
  }

  /** Adds a function at its method and path. */
  addRoute(definition: FunctionDefinition): OrderlyFunction {
    const context = this.#context;
    const target = new OrderlyFunction(this, definition.name, { definition, context });
    const { method: verb, path, scope } = definition.trigger as Extract<Trigger, { kind: 'route' }>;
    const isCommand = verb !== 'GET';
    const method = this.api.root
      .resourceForPath(path)
      .addMethod(verb, new LambdaIntegration(target.lambda, { allowTestInvoke: false }), {
        operationName: definition.name,
        ...(scope === undefined || context.stage.leaveOut.includes('authoriser')
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizer: this.#tokens(), authorizationType: AuthorizationType.CUSTOM }),
        ...(isCommand && this.#validator
          ? { requestParameters: COMMAND_HEADERS, requestValidator: this.#validator }
          : {}),
      });
    acknowledgeAuthorisation(method, scope === undefined);
    context.dashboard.addFunction(target);
    return target;
  }

  /** API Gateway takes no authoriser that no method uses; an API with open routes alone has none. */
  #tokens(): IAuthorizer {
    this.#authorizer ??= tokenAuthorizer(this, this.api, this.#context.names);
    return this.#authorizer;
  }

  #restApi(): RestApi {
    const { service, stage, names } = this.#context;
    const accessLog = serviceLogGroup(this, 'AccessLog', names.apiLogGroup(service), this.#context);
    const api = new RestApi(this, 'Api', {
      restApiName: names.api(service),
      description: `Orderly's ${service}, stage ${stage.name}`,
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: {
        stageName: stage.name,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        throttlingRateLimit: stage.api.rateLimit,
        throttlingBurstLimit: stage.api.burstLimit,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    api.node.tryRemoveChild('Endpoint');
    acknowledge(
      api.deploymentStage.node.defaultChild!,
      'APIG3',
      'A web ACL is a choice of the account (cost, rules); attach one to the stage where it is wanted.',
    );
    return api;
  }
}

function acknowledgeAuthorisation(method: Method, isOpen: boolean): void {
  const resource = method.node.defaultChild!;
  if (isOpen)
    acknowledge(resource, 'APIG4', 'A health check is open on purpose and tells nothing.');
  acknowledge(
    resource,
    'COG4',
    isOpen
      ? 'A health check is open on purpose and tells nothing.'
      : "The stage's own issuer is asked, by a Lambda authoriser; it need not be a Cognito user pool.",
  );
}
