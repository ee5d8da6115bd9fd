import { describe, expect, it } from 'vitest';
import { withStageVariables } from '../../../../local/apigateway/stage-variables.ts';
import { addAuthoriser, addRoute, addStage, GatewayFixture } from './gateway-fixture.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:';
const variables = { name: 'blue', role: 'caller' };

describe('a stage variable', () => {
  it.each([
    [`${ARN}\${stageVariables.name}`, `${ARN}blue`],
    ['${stageVariables.name}/${stageVariables.role}', 'blue/caller'],
    ['${stageVariables.unknown}', ''],
    ['${stageVariables.toString}', ''],
    ['$stageVariables.name ${name}', '$stageVariables.name ${name}'],
  ])('in %s gives %s', (text, expected) => {
    expect(withStageVariables(text, variables)).toBe(expected);
  });

  it('gives nothing on a stage without variables', () => {
    expect(withStageVariables('a${stageVariables.name}b')).toBe('ab');
  });

  it('names the function of an integration and of an authoriser, for each stage its own', async () => {
    const cloud = new GatewayFixture();
    const functionArn = `${ARN}\${stageVariables.name}`;
    const api = cloud.api();
    addAuthoriser(api, { functionArn: `${functionArn}-guard` });
    addRoute(api, 'GET /guarded', { authoriserId: 'auth', integration: { functionArn } });
    addRoute(api, 'GET /open', { integration: { functionArn } });
    addStage(api, { variables });
    addStage(api, { name: 'v2', variables: { name: 'green' } });
    await cloud.send({ path: '/guarded', headers: { authorization: 'token' } });
    await cloud.send({ path: '/_aws/execute-api/api0000001/v2/open' });
    const invoked = cloud.invocations.map((invocation) => invocation.functionArn);
    expect(invoked).toEqual([`${ARN}blue-guard`, `${ARN}green`]);
  });
});
