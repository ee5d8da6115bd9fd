import type { Directory } from './directory.ts';
import { policiesOfAws } from './directory.ts';
import {
  alreadyExists,
  constraintError,
  deleteConflict,
  limitExceeded,
  noSuchEntity,
} from './iam-errors.ts';
import { optional, type Paging, paged, required, type Tag, tagList, tagsIn } from './iam-input.ts';
import { inlineDocument } from './inline-operations.ts';
import { type IamOperation, type IamPlace, iamArn } from './operation.ts';
import { policyArn, policyNamed, versionOf } from './policy-lookup.ts';
import type { PolicyRecord, PolicyVersion } from './records.ts';
import { firstVersion } from './records.ts';
import { isTaken } from './role-operations.ts';

/** Bytes of a managed policy, and versions of it. IAM User Guide, "IAM and AWS STS quotas". */
const POLICY_BYTES = 6144;
const MAX_VERSIONS = 5;

interface PolicyInput {
  PolicyName?: string | undefined;
  Path?: string | undefined;
  PolicyDocument?: string | undefined;
  Description?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

interface OnPolicy {
  PolicyArn?: string | undefined;
  VersionId?: string | undefined;
}

interface ListInput extends Paging {
  Scope?: string | undefined;
  OnlyAttached?: boolean | undefined;
  PathPrefix?: string | undefined;
}

const onPolicy: IamOperation['resource'] = ({ PolicyArn = '' }: OnPolicy) => PolicyArn;

/** The operations on managed policies and their versions. IAM API Reference. */
export const policyOperations: Readonly<Record<string, IamOperation>> = {
  CreatePolicy: {
    parameters: ['PolicyName', 'Path', 'PolicyDocument', 'Description', 'Tags'],
    resource: ({ PolicyName, Path = '/' }: PolicyInput, place) =>
      iamArn(place, 'policy', `${Path}${PolicyName}`),
    run: createPolicy,
  },
  GetPolicy: {
    parameters: ['PolicyArn'],
    resource: onPolicy,
    run: ({ PolicyArn }: OnPolicy, { iam: { directory } }) => {
      const policy = policyNamed(directory, policyArn(PolicyArn));
      const { description } = policy;
      const described = description !== undefined && { Description: description };
      const Tags = byKey(policy.tags);
      return { Policy: { ...policyView(policy, directory), ...described, Tags } };
    },
  },
  ListPolicies: {
    parameters: ['Scope', 'OnlyAttached', 'PathPrefix', 'Marker', 'MaxItems'],
    resource: (_input: object, place) => iamArn(place, 'policy', '/'),
    run: listPolicies,
  },
  DeletePolicy: {
    parameters: ['PolicyArn'],
    resource: onPolicy,
    run: ({ PolicyArn }: OnPolicy, { iam }) => {
      const arn = policyArn(PolicyArn);
      const { versions } = ownPolicy(iam.directory, arn);
      if (iam.directory.attachments(arn) > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (versions.size > 1) throw deleteConflict(MORE_VERSIONS);
      iam.change((directory) => directory.deletePolicy(arn));
      return {};
    },
  },
  CreatePolicyVersion: {
    parameters: ['PolicyArn', 'PolicyDocument', 'SetAsDefault'],
    resource: onPolicy,
    run: createVersion,
  },
  GetPolicyVersion: {
    parameters: ['PolicyArn', 'VersionId'],
    resource: onPolicy,
    run: ({ PolicyArn, VersionId }: OnPolicy, { iam: { directory } }) => {
      const arn = policyArn(PolicyArn);
      const version = versionOf(directory, arn, VersionId);
      const Document = encodeURIComponent(version.document.text);
      const view = versionView(policyNamed(directory, arn), version);
      return { PolicyVersion: { Document, ...view } };
    },
  },
  ListPolicyVersions: {
    parameters: ['PolicyArn', 'Marker', 'MaxItems'],
    resource: onPolicy,
    run: (input: OnPolicy & Paging, { iam }) => {
      const policy = policyNamed(iam.directory, policyArn(input.PolicyArn));
      const { items, ...page } = paged(policy.versions.values(), newestFirst, input);
      return { Versions: items.map((version) => versionView(policy, version)), ...page };
    },
  },
  SetDefaultPolicyVersion: {
    parameters: ['PolicyArn', 'VersionId'],
    resource: onPolicy,
    run: ({ PolicyArn, VersionId }: OnPolicy, { iam }) => {
      const arn = policyArn(PolicyArn);
      const { id } = versionOf(iam.directory, arn, VersionId);
      iam.change((directory) => {
        ownPolicy(directory, arn).defaultVersion = id;
      });
      return {};
    },
  },
  DeletePolicyVersion: {
    parameters: ['PolicyArn', 'VersionId'],
    resource: onPolicy,
    run: ({ PolicyArn, VersionId }: OnPolicy, { iam }) => {
      const arn = policyArn(PolicyArn);
      const { id } = versionOf(iam.directory, arn, VersionId);
      if (ownPolicy(iam.directory, arn).defaultVersion === id) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      iam.change((directory) => ownPolicy(directory, arn).versions.delete(id));
      return {};
    },
  },
};

const MORE_VERSIONS =
  "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.";

function createPolicy(input: PolicyInput, place: IamPlace): object {
  const { iam, scheduler } = place;
  const name = required('policyName', input.PolicyName);
  const path = optional('path', input.Path) ?? '/';
  const description = optional('description', input.Description);
  const tags = tagsIn(input.Tags, true);
  const document = documentIn(name, input.PolicyDocument);
  const names = new Map([...iam.directory.ownPolicies()].map((policy) => [policy.name, policy]));
  if (isTaken(names, name)) {
    throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
  }
  const arn = iamArn(place, 'policy', `${path}${name}`);
  const made = iam.change((directory) => {
    const id = directory.newId('ANPA', arn);
    const createdMs = scheduler.nowMs();
    const policy = firstVersion({ name, path, arn, id, createdMs }, document);
    directory.addPolicy(Object.assign(policy, { description, tags }));
    return policy;
  });
  const Tags = tags.size > 0 && { Tags: tagList(tags) };
  return { Policy: { ...policyView(made, iam.directory), ...Tags } };
}

function createVersion(
  input: OnPolicy & { PolicyDocument?: string | undefined; SetAsDefault?: boolean | undefined },
  { iam, scheduler }: IamPlace,
): object {
  const arn = policyArn(input.PolicyArn);
  const { name, versions } = ownPolicy(iam.directory, arn);
  const document = documentIn(name, input.PolicyDocument);
  if (versions.size >= MAX_VERSIONS) {
    throw limitExceeded(
      `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  return iam.change((directory) => {
    const policy = ownPolicy(directory, arn);
    policy.lastVersion += 1;
    const version = { id: `v${policy.lastVersion}`, createdMs: scheduler.nowMs(), document };
    policy.versions.set(version.id, version);
    policy.updatedMs = version.createdMs;
    if (input.SetAsDefault) policy.defaultVersion = version.id;
    return { PolicyVersion: versionView(policy, version) };
  });
}

function listPolicies(input: ListInput, place: IamPlace): object {
  const { directory } = place.iam;
  const { Scope = 'All', OnlyAttached = false } = input;
  if (!['All', 'AWS', 'Local'].includes(Scope)) {
    throw constraintError('scope', 'Member must satisfy enum value set: [All, AWS, Local]');
  }
  const prefix = optional('pathPrefix', input.PathPrefix) ?? '/';
  const policies = [
    ...(Scope === 'Local' ? [] : policiesOfAws(place.surroundings.partition)),
    ...(Scope === 'AWS' ? [] : directory.ownPolicies()),
  ].filter(
    ({ path, arn }) => path.startsWith(prefix) && (!OnlyAttached || directory.attachments(arn) > 0),
  );
  const { items, ...page } = paged(policies, ({ name, arn }) => `${name} ${arn}`, input);
  return { Policies: items.map((policy) => policyView(policy, directory)), ...page };
}

function documentIn(name: string, given: string | undefined): PolicyVersion['document'] {
  const text = required('policyDocument', given);
  const document = inlineDocument(name, text);
  if (text.replaceAll(/\s/g, '').length > POLICY_BYTES) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${POLICY_BYTES}`);
  }
  return document;
}

/** A policy that the account may change: AWS's own it may not. */
function ownPolicy(directory: Directory, arn: string): PolicyRecord {
  const policy = policyNamed(directory, arn);
  if (![...directory.ownPolicies()].includes(policy)) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return policy;
}

function byKey(tags: ReadonlyMap<string, string>): object[] {
  return tagList(tags).sort((one, other) => (one.Key < other.Key ? -1 : 1));
}

/** Later versions have higher numbers. */
function newestFirst({ id }: PolicyVersion): string {
  return String(Number.MAX_SAFE_INTEGER - Number.parseInt(id.slice(1), 10));
}

function versionView({ defaultVersion }: PolicyRecord, { id, createdMs }: PolicyVersion): object {
  return {
    ...{ VersionId: id, IsDefaultVersion: id === defaultVersion, CreateDate: new Date(createdMs) },
  };
}

function policyView(policy: PolicyRecord, directory: Directory): object {
  return {
    ...{ PolicyName: policy.name, PolicyId: policy.id, Arn: policy.arn, Path: policy.path },
    ...{ DefaultVersionId: policy.defaultVersion, IsAttachable: true },
    ...{ AttachmentCount: directory.attachments(policy.arn), PermissionsBoundaryUsageCount: 0 },
    ...{ CreateDate: new Date(policy.createdMs), UpdateDate: new Date(policy.updatedMs) },
  };
}
