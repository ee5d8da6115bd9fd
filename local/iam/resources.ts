import { NotSimulatedError, problemsOf } from '../errors.ts';
import { byGeneratedId, byGeneratedName } from '../identity.ts';
import type { ResourceType } from '../resource.ts';
import type { Surroundings } from '../surroundings.ts';
import { DEFAULT_SESSION_SECONDS } from './iam.ts';
import { awsManagedPolicy } from './managed-policies.ts';
import { checkPolicy } from './policy.ts';

const role: ResourceType = {
  type: 'AWS::IAM::Role',
  properties: {
    RoleName: 'simulated',
    Path: 'simulated',
    AssumeRolePolicyDocument: 'simulated',
    ManagedPolicyArns: 'simulated',
    'Policies.PolicyName': 'simulated',
    'Policies.PolicyDocument': 'simulated',
    Description: 'simulated',
    MaxSessionDuration: 'simulated',
    Tags: 'simulated',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = text(properties['RoleName']) ?? generatedName;
    const arn = iamArn(surroundings, `role${text(properties['Path']) ?? '/'}${name}`);
    return { ref: name, attributes: { Arn: arn, RoleId: `AROA${generatedName}` } };
  },
  check({ properties }) {
    const trust = properties['AssumeRolePolicyDocument'];
    const problems = [
      problemsOf(() => checkPolicy(trust, 'trust', 'AssumeRolePolicyDocument')),
      problemsOf(() => checkManagedPolicies(texts(properties['ManagedPolicyArns']))),
      ...inlinePolicies(properties).map(({ PolicyDocument }, index) =>
        problemsOf(() =>
          checkPolicy(PolicyDocument, 'identity', `Policies[${index}].PolicyDocument`),
        ),
      ),
    ].flat();
    if (problems.length > 0) throw new NotSimulatedError(problems);
  },
  create({ ref, attributes, properties }, { iam, scheduler }) {
    const { AssumeRolePolicyDocument: trustPolicy, MaxSessionDuration } = properties;
    iam.createRole({
      ...{ name: ref, arn: attributes['Arn']!, trustPolicy, tags: tagsOf(properties['Tags']) },
      ...{ createdMs: scheduler.nowMs(), description: text(properties['Description']) },
      maximumSessionSeconds: Number(MaxSessionDuration ?? DEFAULT_SESSION_SECONDS),
    });
    for (const { PolicyName, PolicyDocument } of inlinePolicies(properties)) {
      iam.putRolePolicy(ref, PolicyName, PolicyDocument);
    }
    for (const policyArn of texts(properties['ManagedPolicyArns'])) {
      iam.attachRolePolicy(ref, policyArn);
    }
  },
};

const policy: ResourceType = {
  type: 'AWS::IAM::Policy',
  properties: { PolicyName: 'simulated', PolicyDocument: 'simulated', Roles: 'simulated' },
  identify: byGeneratedId,
  check: ({ properties }) => checkPolicy(properties['PolicyDocument'], 'identity'),
  create({ properties }, { iam }) {
    const name = text(properties['PolicyName']) ?? '';
    for (const roleName of texts(properties['Roles'])) {
      iam.putRolePolicy(roleName, name, properties['PolicyDocument']);
    }
  },
};

const managedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    ManagedPolicyName: 'simulated',
    Path: 'simulated',
    PolicyDocument: 'simulated',
    Roles: 'simulated',
    Description: 'recorded',
  },
  identify({ properties }, surroundings, generatedName) {
    const name = text(properties['ManagedPolicyName']) ?? generatedName;
    const arn = iamArn(surroundings, `policy${text(properties['Path']) ?? '/'}${name}`);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: `ANPA${generatedName}` } };
  },
  check: ({ properties }) => checkPolicy(properties['PolicyDocument'], 'identity'),
  create({ ref, properties }, { iam, scheduler }) {
    iam.createManagedPolicy(ref, properties['PolicyDocument'], scheduler.nowMs());
    for (const roleName of texts(properties['Roles'])) iam.attachRolePolicy(roleName, ref);
  },
};

/** What the CDK counts its constructs with; it is no resource. */
const metadata: ResourceType = {
  type: 'AWS::CDK::Metadata',
  properties: { Analytics: 'recorded' },
  identify: byGeneratedName,
};

/** The CloudFormation types of IAM, and the CDK's metadata. */
export const iamResourceTypes: readonly ResourceType[] = [role, policy, managedPolicy, metadata];

interface InlinePolicy {
  PolicyName: string;
  PolicyDocument: unknown;
}

function inlinePolicies(properties: Record<string, unknown>): readonly InlinePolicy[] {
  return (properties['Policies'] ?? []) as readonly InlinePolicy[];
}

function checkManagedPolicies(policyArns: readonly string[]): void {
  const unknown = policyArns.filter((arn) => arn.includes(':iam::aws:') && !awsManagedPolicy(arn));
  if (unknown.length === 0) return;
  const path = 'Properties.ManagedPolicyArns';
  throw new NotSimulatedError(unknown.map((arn) => ({ path, what: `managed policy ${arn}` })));
}

function tagsOf(tags: unknown): Map<string, string> {
  const listed = (tags ?? []) as { Key: string; Value: string }[];
  return new Map(listed.map(({ Key, Value }) => [Key, Value]));
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function texts(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

function iamArn({ partition, account }: Surroundings, name: string): string {
  return `arn:${partition}:iam::${account}:${name}`;
}
