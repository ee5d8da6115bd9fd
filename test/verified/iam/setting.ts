import { CreatePolicyCommand, CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import type { FactWorld, VerifiedFact } from '../fact.ts';

export const ACCOUNT = '000000000000';
export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
export const LIST_BUCKET = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::example_bucket' },
});

/** Where the facts of IAM come from. */
export function localstack(file: string, test: string): string {
  return `localstack/localstack tests/aws/services/iam/test_iam_${file}.py, ${test}`;
}

/** A role of that name, as the recorded tests make it. */
export function role(RoleName: string, more: object = {}): CreateRoleCommand {
  return new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more });
}

/** A user of that name. */
export function user(UserName: string, more: object = {}): CreateUserCommand {
  return new CreateUserCommand({ UserName, ...more });
}

/** A managed policy of that name. */
export function policy(PolicyName: string, more: object = {}): CreatePolicyCommand {
  return new CreatePolicyCommand({ PolicyName, PolicyDocument: LIST_BUCKET, ...more });
}

/** The ARN of a managed policy of the account. */
export function policyArn(name: string): string {
  return `arn:aws:iam::${ACCOUNT}:policy/${name}`;
}

/** What is refused, and how. */
interface Refusal {
  says: string;
  source: string;
  /** Commands before it. */
  after?: readonly object[];
  command: object;
  name: string;
  message: string;
  status?: number;
}

const STATUS: Readonly<Record<string, number>> = {
  NoSuchEntityException: 404,
  EntityAlreadyExistsException: 409,
  DeleteConflictException: 409,
  LimitExceededException: 409,
};

/** A fact that says how a call is refused. */
export function refusal({ after = [], command, name, message, ...fact }: Refusal): VerifiedFact {
  const httpStatusCode = STATUS[name] ?? 400;
  return {
    ...fact,
    async holds({ send, expect }: FactWorld) {
      for (const earlier of after) await send(earlier);
      const refused = { name, message, $metadata: { httpStatusCode } };
      await expect(send(command)).rejects.toMatchObject(refused);
    },
  };
}
