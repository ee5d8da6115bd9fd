import {
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import type { HttpResponse } from '../../../../local/apigateway/http.ts';
import type { RandomSource } from '../../../../local/random.ts';
import { uriOf } from '../apigateway/management-fixture.ts';
import type { DoorsWorld } from './doors-world.ts';
import { broken, oddText, pick } from './odd-json.ts';

const EXPRESSIONS = ['^Bearer +[a-z]+$', '(Bearer )?[\\w.-]+', '^(?:a|b){2,3}$', '[^ ]+'];
const SOURCES = ['method.request.header.Authorization', 'method.request.header.X', ''];
const TEMPLATES = [
  '{"message":$context.error.messageString,"id":"$context.requestId"}',
  '$stageVariables.colour $context.authorizer.scopes',
  '{"statusCode":200}',
];
const PARAMETERS = ["'*'", "'GET,POST'", 'integration.response.header.X'];
const JSON_TYPE = 'application/json';

/** What one of these sets up, and what it was refused with. */
interface Attempt {
  answers: HttpResponse[];
  refusals: (Error | undefined)[];
}

/** Makes an API of odd settings, as far as they are taken, deploys it, asks it, and takes it away. */
export async function tryOddRestApi(world: DoorsWorld, random: RandomSource): Promise<Attempt> {
  const made = await world.send(new CreateRestApiCommand({ name: oddText(random) || 'odd' }));
  const restApiId = String(made['id']);
  const method = { restApiId, resourceId: String(made['rootResourceId']), httpMethod: 'ANY' };
  const refusals: (Error | undefined)[] = [];
  const send = async (command: object): Promise<Record<string, unknown> | undefined> => {
    const refusal = await world.refusal(command);
    refusals.push(refusal);
    return refusal ? undefined : world.last;
  };
  const guard = await send(new CreateAuthorizerCommand({ restApiId, ...guardOf(world, random) }));
  const authorisation = guard
    ? { authorizationType: 'CUSTOM', authorizerId: String(guard['id']) }
    : { authorizationType: 'NONE' };
  await send(new PutMethodCommand({ ...method, ...authorisation }));
  for (const command of integrationOf(world, random, method)) await send(command);
  await send(new PutGatewayResponseCommand({ restApiId, ...gatewayResponseOf(random) }));
  const stageName = broken(['v1', 'v-1'], random);
  const variables = { [broken(['name'], random)]: broken(['answers', 'guard'], random) };
  await send(new CreateDeploymentCommand({ restApiId, stageName, variables }));
  const path = `/_aws/execute-api/${restApiId}/${stageName}/`;
  const authorization = broken(['Bearer abc', 'ab'], random);
  const answers = [
    await world.http({ path, headers: { authorization } }),
    await world.http({ path: `${path}none` }),
    await world.http({ path: `${world.stage}/open` }),
  ];
  await world.send(new DeleteRestApiCommand({ restApiId }));
  return { answers, refusals };
}

function guardOf(world: DoorsWorld, random: RandomSource) {
  return {
    ...{ name: 'guard', type: pick(['TOKEN', 'REQUEST'] as const, random) },
    authorizerUri: odd(
      [uriOf(world.fn('guard')), uriOf(world.fn('${stageVariables.name}'))],
      random,
    ),
    identitySource: odd(SOURCES, random),
    identityValidationExpression: broken(EXPRESSIONS, random),
    authorizerResultTtlInSeconds: pick([0, 5, -1, 1e308], random),
  };
}

type Method = Record<'restApiId' | 'resourceId' | 'httpMethod', string>;

function integrationOf(world: DoorsWorld, random: RandomSource, method: Method): object[] {
  if (random.below(2) === 0) {
    const uris = [uriOf(world.fn('answers')), uriOf(world.fn('${stageVariables.name}'))];
    const proxy = { type: 'AWS_PROXY', integrationHttpMethod: 'POST' } as const;
    const credentials = odd(['', 'arn:aws:iam::111122223333:role/${stageVariables.name}'], random);
    return [
      new PutIntegrationCommand({ ...method, ...proxy, uri: odd(uris, random), credentials }),
    ];
  }
  const requestTemplates = { [JSON_TYPE]: odd(TEMPLATES, random) };
  // It is in the path, which the SDK cannot write with half a character.
  const statusCode = odd(['200'], random).toWellFormed();
  return [
    new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }),
    new PutMethodResponseCommand({ ...method, statusCode }),
    new PutIntegrationResponseCommand({
      ...{ ...method, statusCode, selectionPattern: odd(['2..', '', '2\\d{2}'], random) },
      responseParameters: { [odd(['method.response.header.a'], random)]: odd(PARAMETERS, random) },
      responseTemplates: { [odd([JSON_TYPE, 'text/plain'], random)]: oddText(random) },
    }),
  ];
}

function gatewayResponseOf(random: RandomSource) {
  const type = pick(['DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED', 'x'], random);
  return {
    responseType: type as 'DEFAULT_4XX',
    statusCode: odd(['404', '599'], random),
    responseParameters: { [odd(['gatewayresponse.header.a'], random)]: odd(PARAMETERS, random) },
    responseTemplates: { [odd([JSON_TYPE, 'text/plain'], random)]: odd(TEMPLATES, random) },
  };
}

/** As it is meant, two times of three, so that much of it is taken; else broken. */
function odd(texts: readonly string[], random: RandomSource): string {
  return random.below(3) === 0 ? broken(texts, random) : pick(texts, random);
}
