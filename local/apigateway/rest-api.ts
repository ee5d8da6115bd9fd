import { apiGatewayException, badRequest, notFound } from './api-gateway-errors.ts';
import type {
  ApiResource,
  AuthoriserSettings,
  IntegrationSettings,
  MethodSettings,
  RestApiSettings,
  ValidatorSettings,
} from './api-settings.ts';
import { type Deployment, definitionOf } from './deployment.ts';
import type { GatewayResponseSpec } from './gateway-responses.ts';
import { checkPathPart } from './path-part.ts';
import type { StageSpec } from './stage-spec.ts';
import { checkStageVariables } from './stage-variables.ts';
import { putTags } from './tags.ts';

/** A stage with what is kept beside its settings. */
export interface StageRecord {
  createdMs: number;
  updatedMs: number;
  tags: Map<string, string>;
}

/** A REST API as it is edited. What it serves are its stages, each the API as it was when it was deployed. */
export class RestApi {
  readonly id: string;
  readonly rootResourceId: string;
  readonly createdMs: number;
  readonly tags: Map<string, string>;
  readonly resources = new Map<string, ApiResource>();
  readonly authorisers = new Map<string, AuthoriserSettings>();
  readonly validators = new Map<string, ValidatorSettings>();
  /** By response type. */
  readonly gatewayResponses = new Map<string, GatewayResponseSpec>();
  readonly deployments = new Map<string, Deployment>();
  #settings: RestApiSettings;
  readonly #stages = new Map<string, StageSpec>();
  readonly #records = new Map<string, StageRecord>();
  readonly #changed: () => void;

  /** `changed` is told when what it serves changes. Throws BadRequestException for too many tags. */
  constructor(
    { id, rootResourceId }: { id: string; rootResourceId: string },
    settings: RestApiSettings,
    createdMs: number,
    changed: () => void,
  ) {
    this.id = id;
    this.rootResourceId = rootResourceId;
    this.#settings = settings;
    this.createdMs = createdMs;
    this.tags = putTags(new Map(), settings.tags);
    this.#changed = changed;
    const methods = new Map<string, MethodSettings>();
    const root = { id: rootResourceId, parentId: undefined, pathPart: undefined, path: '/' };
    this.resources.set(rootResourceId, { ...root, methods });
  }

  get settings(): RestApiSettings {
    return this.#settings;
  }

  /** Changes name or description; the name is a dimension of its stages' metrics. */
  rename(settings: RestApiSettings): void {
    this.#settings = settings;
    for (const [name, stage] of this.#stages) this.#stages.set(name, { ...stage });
    this.#changed();
  }

  get stages(): ReadonlyMap<string, StageSpec> {
    return this.#stages;
  }

  /** Adds a resource below another. Throws NotFoundException, BadRequestException, ConflictException. */
  addResource(id: string, parentId: string, pathPart: string): ApiResource {
    const parent = this.resource(parentId);
    const siblings = [...this.resources.values()].filter((one) => one.parentId === parentId);
    checkPathPart(pathPart, parent, siblings);
    const path = parent.path === '/' ? `/${pathPart}` : `${parent.path}/${pathPart}`;
    const resource = { id, parentId, pathPart, path, methods: new Map() };
    this.resources.set(id, resource);
    return resource;
  }

  /** Deletes a resource and all below it. */
  deleteResource(id: string): void {
    if (this.resource(id).parentId === undefined) {
      throw badRequest('Root resource cannot be deleted.');
    }
    for (const child of [...this.resources.values()]) {
      if (child.parentId === id) this.deleteResource(child.id);
    }
    this.resources.delete(id);
  }

  /** Throws NotFoundException. */
  resource(id: string): ApiResource {
    return known(this.resources.get(id), 'Resource');
  }

  /** Throws NotFoundException. */
  method(resourceId: string, httpMethod: string): MethodSettings {
    return known(this.resource(resourceId).methods.get(httpMethod), 'Method');
  }

  /** Throws NotFoundException. */
  integration(resourceId: string, httpMethod: string): IntegrationSettings {
    return known(this.method(resourceId, httpMethod).integration, 'Integration');
  }

  /** Throws NotFoundException. */
  deployment(id: string): Deployment {
    return known(this.deployments.get(id), 'Deployment');
  }

  /** Keeps the API as it stands, for stages to serve. Throws BadRequestException. */
  deploy(id: string, description: string | undefined, createdMs: number): Deployment {
    const deployment = { id, createdMs, description, definition: definitionOf(this) };
    this.deployments.set(id, deployment);
    return deployment;
  }

  /** Throws NotFoundException, and BadRequestException while a stage serves it. */
  deleteDeployment(id: string): void {
    this.deployment(id);
    if ([...this.#stages.values()].some(({ deploymentId }) => deploymentId === id)) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    this.deployments.delete(id);
  }

  /** Throws NotFoundException. */
  stage(name: string): StageSpec {
    return known(this.#stages.get(name), 'Stage');
  }

  /** Throws NotFoundException. */
  stageRecord(name: string): StageRecord {
    return known(this.#records.get(name), 'Stage');
  }

  /** Adds a stage. Throws BadRequestException for an unknown deployment, ConflictException. */
  createStage(spec: StageSpec, nowMs: number, tags: Readonly<Record<string, string>> = {}): void {
    if (this.#stages.has(spec.name)) {
      throw apiGatewayException('ConflictException', 'Stage already exists');
    }
    const record = { createdMs: nowMs, updatedMs: nowMs, tags: putTags(new Map(), tags) };
    this.#put(spec);
    this.#records.set(spec.name, record);
  }

  /** Replaces a stage's settings. Throws NotFoundException, BadRequestException. */
  updateStage(spec: StageSpec, nowMs: number): void {
    const record = this.stageRecord(spec.name);
    this.#put(spec);
    record.updatedMs = nowMs;
  }

  /** Throws NotFoundException. */
  deleteStage(name: string): void {
    this.stage(name);
    this.#stages.delete(name);
    this.#records.delete(name);
    this.#changed();
  }

  #put(spec: StageSpec): void {
    if (!this.deployments.has(spec.deploymentId)) {
      throw badRequest('Invalid Deployment identifier specified');
    }
    checkStageVariables(spec.variables);
    this.#stages.set(spec.name, spec);
    this.#changed();
  }
}

function known<Thing>(thing: Thing | undefined, kind: string): Thing {
  if (thing === undefined) throw notFound(kind);
  return thing;
}
