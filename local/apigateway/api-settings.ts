/** A REST API as its template, or CreateRestApi, gives it. */
export interface RestApiSettings {
  name: string;
  description?: string;
  version?: string;
  /** Recorded: one port serves all. */
  endpointConfiguration?: { types?: string[] };
  tags?: Readonly<Record<string, string>>;
}

/** One resource with its methods by verb. */
export interface ApiResource {
  readonly id: string;
  /** Undefined for the root. */
  readonly parentId: string | undefined;
  readonly pathPart: string | undefined;
  /** Such as `/orders/{id}`. */
  readonly path: string;
  readonly methods: Map<string, MethodSettings>;
}

/** One answer a method declares; recorded, as a proxy integration answers as it likes. */
export interface MethodResponseSettings {
  statusCode: string;
  responseParameters?: Readonly<Record<string, boolean>>;
  responseModels?: Readonly<Record<string, string>>;
}

/** One answer of a MOCK integration. */
export interface IntegrationResponseSettings {
  statusCode: string;
  selectionPattern?: string;
  responseParameters?: Readonly<Record<string, string>>;
  responseTemplates?: Readonly<Record<string, string>>;
}

/** What answers a method. API_Integration. */
export interface IntegrationSettings {
  type: string;
  /** The verb towards the integration, whatever the client's is. */
  httpMethod?: string;
  uri?: string;
  credentials?: string;
  timeoutInMillis?: number;
  requestTemplates?: Readonly<Record<string, string>>;
  passthroughBehavior?: string;
  readonly responses: Map<string, IntegrationResponseSettings>;
}

/** One method of a resource. API_Method. */
export interface MethodSettings {
  /** In capitals, or `ANY`. */
  httpMethod: string;
  authorizationType: string;
  authorizerId?: string;
  operationName?: string;
  /** `method.request.header.<name>` and the like to whether it is required. */
  requestParameters?: Readonly<Record<string, boolean>>;
  requestValidatorId?: string;
  readonly responses: Map<string, MethodResponseSettings>;
  integration?: IntegrationSettings;
}

/** A Lambda authoriser. API_Authorizer. */
export interface AuthoriserSettings {
  name?: string;
  type: string;
  authorizerUri: string;
  authorizerCredentials?: string;
  identitySource?: string;
  identityValidationExpression?: string;
  authorizerResultTtlInSeconds: number;
}

/** A request validator. API_RequestValidator. */
export interface ValidatorSettings {
  name?: string;
  validateRequestBody: boolean;
  validateRequestParameters: boolean;
}
