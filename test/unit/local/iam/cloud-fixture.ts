import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { HttpResponse } from '../../../../local/apigateway/http.ts';
import { Cloud } from '../../../../local/cloud.ts';
import { virtualTime } from '../../../../local/scheduler.ts';
import type { Principal } from '../../../../local/service.ts';
import { authorization, queryRequest } from '../wire/wire-world.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const ACCOUNT = '000000000000';

/** A policy document as text. */
export function policyText(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** A trust policy that lets this principal assume the role. */
export function trustText(Principal: unknown, more: object = {}): string {
  return policyText({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
}

/** A statement that allows an action on everything. */
export function allow(Action: string | string[], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: '*', ...more };
}

/** An empty cloud on virtual time, and the ways to call it. */
export class IamCloud {
  readonly cloud: Cloud;

  private constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  static async load(): Promise<IamCloud> {
    const time = virtualTime(START_MS);
    const options = {
      code: () => undefined,
      time,
      seed: 1,
      latency: 'none',
      conduct: 'server',
    } as const;
    return new IamCloud(await Cloud.load({ ...options, latency: 'none' }));
  }

  /** Sends a command, the operator's unless a principal is given. */
  send(command: object, principal?: Principal): Promise<never> {
    return this.cloud.client(principal).send(command);
  }

  /** Makes a role over the API, with one inline policy; gives its ARN. */
  async role(RoleName: string, trust: string, ...statements: object[]): Promise<string> {
    await this.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    if (statements.length > 0) await this.allow(RoleName, ...statements);
    return `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
  }

  /** Gives a role its one inline policy. */
  async allow(RoleName: string, ...statements: object[]): Promise<void> {
    const PolicyDocument = policyText(...statements);
    await this.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument }));
  }

  /** A call in AWS Query with this key. */
  async query(
    service: string,
    parameters: Record<string, string>,
    key: string,
  ): Promise<HttpResponse> {
    const request = queryRequest(service, parameters);
    const headers = { ...request.headers, authorization: authorization(service, key) };
    return this.cloud.handle({ ...request, headers });
  }
}
