import type { FunctionDefinition } from '../functions/runtime/definition.ts';
import { variableName } from '../functions/runtime/environment.ts';
import type { StageConfig, TokenConfig } from './config.ts';
import { namesOf } from './names.ts';

/** The environment variables of a function, from its definition and the stage; the runtime reads these. */
export function environmentOf(
  definition: FunctionDefinition,
  stage: StageConfig,
): Record<string, string> {
  const { service, name, trigger, uses } = definition;
  return {
    ORDERLY_FUNCTION: `${service}/${name}`,
    ORDERLY_STAGE: stage.name,
    POWERTOOLS_SERVICE_NAME: service,
    POWERTOOLS_LOG_LEVEL: 'INFO',
    ...tableVariables(definition, stage),
    ...settingVariables(definition, stage),
    ...(uses.gateway ? { GATEWAY_FUNCTION: gatewayFunctionName(stage) } : {}),
    ...(trigger.kind === 'stream' ? { ORDERLY_BUS: namesOf(stage.name).bus } : {}),
    ...(verifiesTokens(definition) ? tokenVariables(stage.tokens) : {}),
  };
}

/** Whether a function is told how to verify access tokens. */
export function verifiesTokens({ trigger, uses }: FunctionDefinition): boolean {
  return trigger.kind === 'authoriser' || uses.tokens === true;
}

/** The physical name of the function that speaks for the stage's payment gateway. */
export function gatewayFunctionName(stage: StageConfig): string {
  const { gateway, name } = stage;
  if (gateway.kind === 'function') return gateway.functionName;
  return namesOf(name).function('payments', 'sandbox-gateway');
}

/** The tables a function reaches, by their names in the service: directly, or through an index. */
export function tablesUsedBy(definition: FunctionDefinition): string[] {
  const { tables = {}, indexes = [] } = definition.uses;
  return [...new Set([...Object.keys(tables), ...indexes.map((index) => tableOfIndex(index))])];
}

/** The table in a `table/index` pair. */
export function tableOfIndex(index: string): string {
  return index.slice(0, index.indexOf('/'));
}

function tableVariables(definition: FunctionDefinition, stage: StageConfig) {
  const names = namesOf(stage.name);
  return Object.fromEntries(
    tablesUsedBy(definition).map((table) => [
      variableName('TABLE', table),
      names.table(definition.service, table),
    ]),
  );
}

function settingVariables(definition: FunctionDefinition, stage: StageConfig) {
  const settings: Readonly<Record<string, string | number>> = stage.settings;
  return Object.fromEntries(
    (definition.uses.settings ?? []).map((setting) => {
      const value = settings[setting];
      if (value === undefined) {
        throw new Error(
          `${definition.service}/${definition.name} uses the setting "${setting}"; a stage has ` +
            `${Object.keys(settings).join(', ')}.`,
        );
      }
      return [variableName('SETTING', setting), String(value)];
    }),
  );
}

/** The variables by which a function knows how tokens are verified. */
export function tokenVariables(tokens: TokenConfig): Record<string, string> {
  const { issuer, audience, jwks, leewaySeconds, scopeClaim } = tokens;
  const keys: Record<string, string> =
    'uri' in jwks ? { TOKEN_JWKS_URI: jwks.uri } : { TOKEN_JWKS: jwks.inline };
  return {
    TOKEN_ISSUER: issuer,
    TOKEN_AUDIENCE: audience,
    TOKEN_LEEWAY_SECONDS: String(leewaySeconds),
    TOKEN_SCOPE_CLAIM: scopeClaim,
    ...keys,
  };
}
