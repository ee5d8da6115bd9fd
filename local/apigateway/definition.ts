import type { AuthoriserSpec } from './authoriser.ts';
import { GatewayResponses } from './gateway-responses.ts';
import type { LambdaIntegrationSpec } from './lambda-integration.ts';
import type { MockSpec } from './mock-integration.ts';

/** One method of a resource, ready to be compiled. */
export interface MethodSpec {
  resourceId: string;
  /** In capitals, or `ANY`. */
  httpMethod: string;
  /** Undefined for a method open to anyone. */
  authoriserId?: string;
  /** `method.request.header.<name>` and the like to whether it is required. */
  requestParameters: Readonly<Record<string, boolean>>;
  validatorId?: string;
  integration: Omit<LambdaIntegrationSpec, 'sourceArn'> | MockSpec;
}

/** What a deployment serves: the API as it was then. Stages are compiled from it. */
export class Definition {
  readonly methods: MethodSpec[] = [];
  readonly responses = new GatewayResponses();
  readonly authorisers = new Map<string, Omit<AuthoriserSpec, 'sourceArn'>>();
  /** Whether each request validator looks at parameters. */
  readonly validators = new Map<string, boolean>();
  readonly #paths: Map<string, string>;

  constructor(rootResourceId: string) {
    this.#paths = new Map([[rootResourceId, '/']]);
  }

  /** Adds a resource below another, which comes first. */
  addResource(resourceId: string, parentId: string, part: string): void {
    const parent = this.pathOf(parentId);
    this.#paths.set(resourceId, parent === '/' ? `/${part}` : `${parent}/${part}`);
  }

  /** Path of a resource, such as `/orders/{id}`; throws RangeError if there is none of that id. */
  pathOf(resourceId: string): string {
    const path = this.#paths.get(resourceId);
    if (path === undefined) throw new RangeError(`there is no resource ${resourceId}`);
    return path;
  }
}
