import { NotSimulatedError } from '../errors.ts';
import { type Directory, trustDocument } from './directory.ts';
import { type Named, onHolder, ROLE } from './holder.ts';
import { DEFAULT_SESSION_SECONDS } from './iam.ts';
import {
  alreadyExists,
  deleteConflict,
  limitExceeded,
  malformedPolicy,
  noSuchEntity,
} from './iam-errors.ts';
import {
  inRange,
  optional,
  type Paging,
  paged,
  RULES,
  required,
  type Tag,
  tagList,
  tagsIn,
} from './iam-input.ts';
import { type IamOperation, type IamPlace, iamArn } from './operation.ts';
import { checkSyntax } from './policy-syntax.ts';
import { OPERATOR_ARN } from './principal-element.ts';
import type { RoleRecord, WrittenPolicy } from './records.ts';

/** The shortest and the longest session that a role may allow. IAM API Reference, CreateRole. */
const SESSION = { minimum: 3600, maximum: 43_200 };
/** Bytes of a trust policy. IAM User Guide, "IAM and AWS STS quotas". */
const TRUST_BYTES = 2048;

interface RoleInput {
  RoleName?: string | undefined;
  Path?: string | undefined;
  AssumeRolePolicyDocument?: string | undefined;
  Description?: string | undefined;
  MaxSessionDuration?: number | undefined;
  Tags?: readonly Tag[] | undefined;
}

const onRole = onHolder(ROLE);

/** The operations on roles. IAM API Reference. */
export const roleOperations: Readonly<Record<string, IamOperation>> = {
  CreateRole: {
    parameters: [
      ...['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration'],
      'Tags',
    ],
    resource: ({ RoleName, Path = '/' }: RoleInput, place) =>
      iamArn(place, 'role', `${Path}${RoleName}`),
    run: createRole,
  },
  GetRole: {
    parameters: ['RoleName'],
    resource: onRole,
    run: (input: RoleInput, { iam }) => ({ Role: fullView(roleNamed(iam.directory, input)) }),
  },
  ListRoles: {
    parameters: ['PathPrefix', 'Marker', 'MaxItems'],
    resource: ({ PathPrefix = '/' }: { PathPrefix?: string }, place) =>
      iamArn(place, 'role', PathPrefix),
    run: (input: Paging & { PathPrefix?: string | undefined }, { iam }) => {
      const prefix = optional('pathPrefix', input.PathPrefix) ?? '/';
      const roles = [...iam.directory.roles.values()].filter(({ path }) => path.startsWith(prefix));
      const { items, ...page } = paged(roles, ({ name }) => name, input);
      return { Roles: items.map(listedView), ...page };
    },
  },
  ListInstanceProfilesForRole: {
    parameters: ['RoleName', 'Marker', 'MaxItems'],
    resource: onRole,
    run: (input: Named, { iam }) => {
      roleNamed(iam.directory, input);
      // Instance profiles cannot be made.
      return { InstanceProfiles: [], IsTruncated: false };
    },
  },
  UpdateRole: {
    parameters: ['RoleName', 'Description', 'MaxSessionDuration'],
    resource: onRole,
    run: (input: RoleInput, { iam }) => {
      changeRole(iam, input);
      return {};
    },
  },
  UpdateRoleDescription: {
    parameters: ['RoleName', 'Description'],
    resource: onRole,
    run: (input: RoleInput, { iam }) => ({ Role: roleView(changeRole(iam, input)) }),
  },
  UpdateAssumeRolePolicy: {
    parameters: ['RoleName', 'PolicyDocument'],
    resource: onRole,
    run: (input: Named & { PolicyDocument?: string | undefined }, { iam }) => {
      const { name } = roleNamed(iam.directory, input);
      const trust = trustIn(name, input.PolicyDocument, 'policyDocument', iam.directory);
      iam.change((directory) => {
        roleNamed(directory, input).trust = trust;
      });
      return {};
    },
  },
  DeleteRole: {
    parameters: ['RoleName'],
    resource: onRole,
    run: (input: Named, { iam }) => {
      const { attached, inline } = roleNamed(iam.directory, input);
      if (attached.size > 0) throw deleteConflict(MUST_DETACH);
      if (inline.size > 0) throw deleteConflict(MUST_DELETE);
      iam.change((directory) => directory.deleteRole(roleNamed(directory, input)));
      return {};
    },
  },
};

/** What deleting a role or user answers while it has managed policies. */
export const MUST_DETACH = 'Cannot delete entity, must detach all policies first.';
/** What deleting a role or user answers while it has inline policies. */
export const MUST_DELETE = 'Cannot delete entity, must delete policies first.';

function createRole(input: RoleInput, place: IamPlace): object {
  const { iam, scheduler } = place;
  const name = required('roleName', input.RoleName);
  const path = optional('path', input.Path) ?? '/';
  const description = optional('description', input.Description);
  const limits = { ...SESSION, fallback: DEFAULT_SESSION_SECONDS };
  const maximumSessionSeconds = inRange('maxSessionDuration', input.MaxSessionDuration, limits);
  const tags = tagsIn(input.Tags);
  const document = input.AssumeRolePolicyDocument;
  const trust = trustIn(name, document, 'assumeRolePolicyDocument', iam.directory);
  if (isTaken(iam.directory.roles, name)) {
    throw alreadyExists(`Role with name ${name} already exists.`);
  }
  const arn = iamArn(place, 'role', `${path}${name}`);
  const role = iam.change((directory) => {
    const made: RoleRecord = {
      ...{ name, path, arn, id: directory.newId('AROA', arn), createdMs: scheduler.nowMs() },
      ...{ trust, description, maximumSessionSeconds, tags },
      ...{ inline: new Map(), attached: new Set() },
    };
    directory.addRole(made);
    return made;
  });
  const { Description: _description, ...view } = roleView(role);
  return { Role: { ...view, ...(tags.size > 0 && { Tags: tagList(tags) }) } };
}

/** Names are unique whatever their case. */
export function isTaken(names: ReadonlyMap<string, unknown>, name: string): boolean {
  const lower = name.toLowerCase();
  return [...names.keys()].some((taken) => taken.toLowerCase() === lower);
}

function changeRole(iam: IamPlace['iam'], input: RoleInput): RoleRecord {
  roleNamed(iam.directory, input);
  const description = optional('description', input.Description);
  return iam.change((directory) => {
    const role = roleNamed(directory, input);
    const limits = { ...SESSION, fallback: role.maximumSessionSeconds };
    role.maximumSessionSeconds = inRange('maxSessionDuration', input.MaxSessionDuration, limits);
    role.description = description ?? role.description;
    return role;
  });
}

function roleNamed({ roles }: Directory, { RoleName }: Named): RoleRecord {
  const name = required('roleName', RoleName);
  const found = roles.get(name);
  if (!found) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return found;
}

function trustIn(
  roleName: string,
  given: string | undefined,
  member: string,
  directory: Directory,
): WrittenPolicy {
  const text = required(member, given, RULES.policyDocument);
  checkSyntax(text, 'trust');
  if (text.replaceAll(/\s/g, '').length > TRUST_BYTES) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_BYTES}`);
  }
  checkPrincipals(JSON.parse(text), directory);
  return trustDocument(roleName, text, 'AssumeRolePolicyDocument');
}

interface TrustDocument {
  Statement: { Principal?: unknown } | { Principal?: unknown }[];
}

/** A role or user that a trust policy names must be there. */
function checkPrincipals({ Statement }: TrustDocument, directory: Directory): void {
  for (const { Principal } of [Statement].flat()) {
    const { AWS = [] } = (Principal ?? {}) as { AWS?: unknown };
    for (const arn of [AWS].flat().map(String)) {
      if (!/^arn:[\w-]+:iam::\d{12}:(role|user)\//.test(arn)) continue;
      if (/[*?]/.test(arn)) throw new NotSimulatedError(`principal AWS ${arn}`);
      if (directory.identity(arn) || OPERATOR_ARN.test(arn)) continue;
      throw malformedPolicy(`Invalid principal in policy: "AWS":"${arn}"`);
    }
  }
}

/** A role as it is answered when it is made. */
function roleView({ path, name, id, arn, createdMs, trust, description }: RoleRecord) {
  return {
    ...{ Path: path, RoleName: name, RoleId: id, Arn: arn, CreateDate: new Date(createdMs) },
    AssumeRolePolicyDocument: encodeURIComponent(trust.text),
    ...(description !== undefined && { Description: description }),
  };
}

function listedView(role: RoleRecord): object {
  return { ...roleView(role), MaxSessionDuration: role.maximumSessionSeconds };
}

function fullView(role: RoleRecord): object {
  const tags = role.tags.size > 0 && { Tags: tagList(role.tags) };
  return { ...listedView(role), ...tags, RoleLastUsed: {} };
}
