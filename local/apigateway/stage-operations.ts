import { NotSimulatedError } from '../errors.ts';
import { badRequest } from './api-gateway-errors.ts';
import {
  type ApiGatewayOperation,
  type ApiGatewayPlace,
  listPage,
  newId,
  type OfApi,
  PAGE,
  type PageInput,
  required,
} from './operation.ts';
import { type PatchOperation, patched } from './patch.ts';
import { patchedStage } from './stage-patches.ts';
import type { StageSpec } from './stage-spec.ts';
import { deploymentView, stageView } from './stage-view.ts';

interface OfDeployment extends OfApi {
  deploymentId: string;
}

interface OfStage extends OfApi {
  stageName: string;
}

interface PatchInput {
  patchOperations?: PatchOperation[];
}

interface StageInput {
  description?: string;
  variables?: Record<string, string>;
  tracingEnabled?: boolean;
  cacheClusterEnabled?: boolean;
}

const DEPLOYMENTS = '/restapis/{restApiId}/deployments';
const STAGES = '/restapis/{restApiId}/stages';
const OF_DEPLOYMENT = ['restApiId', 'deploymentId'];
const OF_STAGE = ['restApiId', 'stageName'];
const STAGE_MEMBERS = ['description', 'variables', 'tracingEnabled', 'cacheClusterEnabled'];

/** The operations on deployments and stages. */
export const stageOperations: Readonly<Record<string, ApiGatewayOperation>> = {
  CreateDeployment: {
    parameters: ['restApiId', 'stageName', 'stageDescription', ...STAGE_MEMBERS],
    route: `POST ${DEPLOYMENTS}`,
    run: createDeployment,
  },
  GetDeployments: {
    parameters: ['restApiId', ...PAGE],
    route: `GET ${DEPLOYMENTS}`,
    run(input: OfApi & PageInput, { gateway }) {
      const { deployments } = gateway.restApi(input.restApiId);
      return listPage(deployments.values(), ({ id }) => id, deploymentView, input);
    },
  },
  GetDeployment: {
    parameters: OF_DEPLOYMENT,
    route: `GET ${DEPLOYMENTS}/{deploymentId}`,
    run: ({ restApiId, deploymentId }: OfDeployment, { gateway }) =>
      deploymentView(gateway.restApi(restApiId).deployment(deploymentId)),
  },
  UpdateDeployment: {
    parameters: [...OF_DEPLOYMENT, 'patchOperations'],
    route: `PATCH ${DEPLOYMENTS}/{deploymentId}`,
    run({ restApiId, deploymentId, patchOperations }: OfDeployment & PatchInput, { gateway }) {
      const deployment = gateway.restApi(restApiId).deployment(deploymentId);
      deployment.description = patched(deployment.description, patchOperations, {
        '/description': { replace: (_before, description) => description },
      });
      return deploymentView(deployment);
    },
  },
  DeleteDeployment: {
    parameters: OF_DEPLOYMENT,
    route: `DELETE ${DEPLOYMENTS}/{deploymentId}`,
    run({ restApiId, deploymentId }: OfDeployment, { gateway }) {
      gateway.restApi(restApiId).deleteDeployment(deploymentId);
      return {};
    },
  },
  CreateStage: {
    parameters: [...OF_STAGE, 'deploymentId', 'tags', ...STAGE_MEMBERS],
    route: `POST ${STAGES}`,
    run: createStage,
  },
  GetStages: {
    parameters: OF_DEPLOYMENT,
    route: `GET ${STAGES}`,
    run({ restApiId, deploymentId }: OfApi & Partial<OfDeployment>, { gateway }) {
      const api = gateway.restApi(restApiId);
      const stages = [...api.stages.values()].filter(
        (stage) => deploymentId === undefined || stage.deploymentId === deploymentId,
      );
      return { item: stages.map(({ name }) => stageView(api, name)) };
    },
  },
  GetStage: {
    parameters: OF_STAGE,
    route: `GET ${STAGES}/{stageName}`,
    run: ({ restApiId, stageName }: OfStage, { gateway }) =>
      stageView(gateway.restApi(restApiId), stageName),
  },
  UpdateStage: {
    parameters: [...OF_STAGE, 'patchOperations'],
    route: `PATCH ${STAGES}/{stageName}`,
    run({ restApiId, stageName, patchOperations }: OfStage & PatchInput, place) {
      const api = place.gateway.restApi(restApiId);
      const spec = patchedStage(api.stage(stageName), patchOperations);
      api.updateStage(spec, place.foundation.scheduler.nowMs());
      return stageView(api, stageName);
    },
  },
  DeleteStage: {
    parameters: OF_STAGE,
    route: `DELETE ${STAGES}/{stageName}`,
    run({ restApiId, stageName }: OfStage, { gateway }) {
      gateway.restApi(restApiId).deleteStage(stageName);
      return {};
    },
  },
};

interface DeployInput extends OfApi, StageInput {
  stageName?: string;
  stageDescription?: string;
}

function createDeployment(input: DeployInput, place: ApiGatewayPlace): object {
  const { restApiId, stageName, stageDescription, description } = input;
  const api = place.gateway.restApi(restApiId);
  if (stageName !== undefined) checkStageName(stageName);
  else refuseStageMembers(input);
  const nowMs = place.foundation.scheduler.nowMs();
  const deploymentId = newId(place, 6);
  if (stageName === undefined) return deploymentView(api.deploy(deploymentId, description, nowMs));
  const before = api.stages.get(stageName);
  const stage = { ...input, stageName, deploymentId, description: stageDescription };
  const spec = stageSpec(stage, before);
  const deployment = api.deploy(deploymentId, description, nowMs);
  if (before) api.updateStage(spec, nowMs);
  else api.createStage(spec, nowMs);
  return deploymentView(deployment);
}

/** Throws NotSimulatedError for what says something of a stage where none is named. */
function refuseStageMembers(input: DeployInput): void {
  const { stageDescription, variables, tracingEnabled, cacheClusterEnabled } = input;
  const ofStage = { stageDescription, variables, tracingEnabled, cacheClusterEnabled };
  for (const [member, value] of Object.entries(ofStage)) {
    if (value) throw new NotSimulatedError(`${member} of a deployment without a stage`);
  }
}

interface CreateStageInput extends OfStage, StageInput {
  deploymentId?: string;
  tags?: Record<string, string>;
}

function createStage(input: CreateStageInput, place: ApiGatewayPlace): object {
  const stageName = required(input.stageName, 'stage name');
  checkStageName(stageName);
  const deploymentId = required(input.deploymentId, 'deployment ID');
  const api = place.gateway.restApi(input.restApiId);
  const spec = stageSpec({ ...input, stageName, deploymentId });
  api.createStage(spec, place.foundation.scheduler.nowMs(), input.tags);
  return stageView(api, stageName);
}

/** A stage as a call gives it; what it leaves out is as `before`. */
function stageSpec(
  input: StageInput & { stageName: string; deploymentId: string },
  before?: StageSpec,
): StageSpec {
  if (input.cacheClusterEnabled) throw new NotSimulatedError('a cache of a stage');
  return {
    name: input.stageName,
    deploymentId: input.deploymentId,
    description: input.description ?? before?.description,
    variables: input.variables ?? before?.variables,
    tracing: input.tracingEnabled ?? before?.tracing ?? false,
    methodSettings: before?.methodSettings ?? [],
    accessLog: before?.accessLog,
  };
}

function checkStageName(name: string): void {
  if (/^[\w-]+$/.test(name)) return;
  throw badRequest('Stage name only allows a-zA-Z0-9_');
}
