import { App } from 'aws-cdk-lib/core';
import cdkJson from '../cdk.json' with { type: 'json' };
import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { bundleFunctions } from './bundling.ts';
import { type CodeOf, codeIn, noCode } from './code.ts';
import { checkStage, type StageConfig } from './config.ts';
import { functionsFor, partsOf, type Service } from './service.ts';
import { services } from './services.ts';
import { platform } from './stacks/platform.ts';
import { PlatformStack } from './stacks/platform-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';

/** What is synthesized: a stage, with or without code, and where to. */
export interface BuildAppProps {
  stage: StageConfig;
  /** `none`: templates without code, for runs in process and for tests. */
  code: 'bundle' | 'none';
  /** Where the cloud assembly goes; default: a temporary folder of the CDK. */
  outdir?: string;
  /** Beside those in `lib/services.ts`. */
  extraServices?: readonly Service[];
  /** Default: an app of its own, with the feature flags of cdk.json and without validation. */
  app?: App;
}

/** An app that only needs `app.synth()`. */
export interface BuiltApp {
  app: App;
  /** Every function that the stage deploys, by `service/name`. */
  functions: ReadonlyMap<string, FunctionDefinition>;
  /** In the order they deploy: the platform first. */
  stackNames: readonly string[];
}

/** What the CDK notes about its own use costs time and is in no template. */
const NO_METADATA = { '@aws-cdk/core:enableAdditionalMetadataCollection': false };

/** Makes the CDK app of one stage. Throws `StageError` if the stage cannot be deployed. */
export async function buildApp(props: BuildAppProps): Promise<BuiltApp> {
  const { stage, outdir, extraServices = [] } = props;
  checkStage(stage);
  const app =
    props.app ??
    new App({
      outdir,
      context: { ...cdkJson.context, ...NO_METADATA },
      analyticsReporting: false,
      treeMetadata: false,
      stackTraces: false,
      builtinCloudFormationValidation: false,
    });
  const deployed = [...services, ...extraServices].map((service) => {
    const { tables, functions } = partsOf(service, stage);
    return { ...service, tables, functions: functionsFor(functions, stage), sandbox: undefined };
  });
  const shared = { ...platform, functions: functionsFor(platform.functions, stage) };
  const codeOf = props.code === 'none' ? noCode : await bundled([shared, ...deployed]);
  const base = new PlatformStack(app, { service: shared, stage, codeOf });
  const stacks = deployed.map((service) => new ServiceStack(app, { service, stage, codeOf }));
  for (const stack of stacks)
    stack.addStackDependency(base, 'bus, authoriser and alarm topic, by name');
  const functions = [shared, ...deployed].flatMap((service) => service.functions);
  return {
    app,
    functions: new Map(functions.map((one) => [`${one.service}/${one.name}`, one])),
    stackNames: [base, ...stacks].map(({ stackName }) => stackName),
  };
}

async function bundled(all: readonly Service[]): Promise<CodeOf> {
  return codeIn(await bundleFunctions(all));
}
