import type { Directory } from './directory.ts';
import { type Named, onHolder, USER } from './holder.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './iam-errors.ts';
import { optional, type Paging, paged, required, type Tag, tagList, tagsIn } from './iam-input.ts';
import { type IamOperation, type IamPlace, iamArn } from './operation.ts';
import type { AccessKeyRecord, UserRecord } from './records.ts';
import { isTaken, MUST_DELETE, MUST_DETACH } from './role-operations.ts';

/** Access keys of one user. IAM User Guide, "IAM and AWS STS quotas". */
const MAX_KEYS = 2;

interface UserInput {
  UserName?: string | undefined;
  Path?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

const onUser = onHolder(USER);

/** The operations on users and their access keys. IAM API Reference. */
export const userOperations: Readonly<Record<string, IamOperation>> = {
  CreateUser: {
    parameters: ['UserName', 'Path', 'Tags'],
    resource: ({ UserName, Path = '/' }: UserInput, place) =>
      iamArn(place, 'user', `${Path}${UserName}`),
    run: createUser,
  },
  GetUser: {
    parameters: ['UserName'],
    ofCaller: true,
    resource: onUser,
    run: (input: Named, { iam }) => {
      const user = userNamed(iam.directory, input);
      const tags = user.tags.size > 0 && { Tags: tagList(user.tags) };
      return { User: { ...userView(user), ...tags } };
    },
  },
  ListUsers: {
    parameters: ['PathPrefix', 'Marker', 'MaxItems'],
    resource: ({ PathPrefix = '/' }: { PathPrefix?: string }, place) =>
      iamArn(place, 'user', PathPrefix),
    run: (input: Paging & { PathPrefix?: string | undefined }, { iam }) => {
      const prefix = optional('pathPrefix', input.PathPrefix) ?? '/';
      const users = [...iam.directory.users.values()].filter(({ path }) => path.startsWith(prefix));
      const { items, ...page } = paged(users, ({ name }) => name, input);
      return { Users: items.map(userView), ...page };
    },
  },
  DeleteUser: {
    parameters: ['UserName'],
    resource: onUser,
    run: (input: Named, { iam }) => {
      const { attached, inline, keys } = userNamed(iam.directory, input);
      if (attached.size > 0) throw deleteConflict(MUST_DETACH);
      if (inline.size > 0) throw deleteConflict(MUST_DELETE);
      if (keys.size > 0) {
        throw deleteConflict('Cannot delete entity, must delete access keys first.');
      }
      iam.change((directory) => directory.deleteUser(userNamed(directory, input)));
      return {};
    },
  },
  ListGroupsForUser: {
    parameters: ['UserName', 'Marker', 'MaxItems'],
    resource: onUser,
    run: (input: Named & Paging, { iam }) => {
      userNamed(iam.directory, input);
      // Groups cannot be made.
      return { Groups: [], IsTruncated: false };
    },
  },
  CreateAccessKey: {
    parameters: ['UserName'],
    ofCaller: true,
    resource: onUser,
    run: createAccessKey,
  },
  ListAccessKeys: {
    parameters: ['UserName', 'Marker', 'MaxItems'],
    ofCaller: true,
    resource: onUser,
    run: (input: Named & Paging, { iam }) => {
      const user = userNamed(iam.directory, input);
      const { items, ...page } = paged(user.keys.values(), ({ id }) => id, input);
      return { AccessKeyMetadata: items.map((key) => keyView(user, key)), ...page };
    },
  },
  DeleteAccessKey: {
    parameters: ['UserName', 'AccessKeyId'],
    ofCaller: true,
    resource: onUser,
    run: (input: Named & { AccessKeyId?: string | undefined }, { iam, keys }) => {
      const id = required('accessKeyId', input.AccessKeyId);
      const user = userNamed(iam.directory, input);
      if (!user.keys.has(id)) {
        throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
      }
      iam.change((directory) => userNamed(directory, input).keys.delete(id));
      keys.revoke(id);
      return {};
    },
  },
};

function createUser(input: UserInput, place: IamPlace): object {
  const { iam, scheduler } = place;
  const name = required('userName', input.UserName);
  const path = optional('path', input.Path) ?? '/';
  const tags = tagsIn(input.Tags);
  if (isTaken(iam.directory.users, name)) {
    throw alreadyExists(`User with name ${name} already exists.`);
  }
  const arn = iamArn(place, 'user', `${path}${name}`);
  const user = iam.change((directory) => {
    const made: UserRecord = {
      ...{ name, path, arn, id: directory.newId('AIDA', arn), createdMs: scheduler.nowMs() },
      ...{ tags, inline: new Map(), attached: new Set(), keys: new Map() },
    };
    directory.addUser(made);
    return made;
  });
  return { User: { ...userView(user), ...(tags.size > 0 && { Tags: tagList(tags) }) } };
}

const SECRET_BYTES = 20;

function createAccessKey(input: Named, { iam, scheduler, random, keys }: IamPlace): object {
  const user = userNamed(iam.directory, input);
  if (user.keys.size >= MAX_KEYS) {
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`);
  }
  const key = iam.change((directory) => {
    const made = { id: directory.newKeyId(user.arn), createdMs: scheduler.nowMs() };
    userNamed(directory, input).keys.set(made.id, made);
    return made;
  });
  keys.register(key.id, { kind: 'user', userArn: user.arn, userId: user.id });
  const SecretAccessKey = random.hex(SECRET_BYTES);
  return { AccessKey: { ...keyView(user, key), SecretAccessKey } };
}

function userNamed({ users }: Directory, { UserName }: Named): UserRecord {
  const name = required('userName', UserName);
  const found = users.get(name);
  if (!found) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return found;
}

function userView({ name, path, arn, id, createdMs }: UserRecord): object {
  return {
    ...{ Path: path, UserName: name, UserId: id, Arn: arn, CreateDate: new Date(createdMs) },
  };
}

function keyView({ name }: UserRecord, { id, createdMs }: AccessKeyRecord): object {
  return {
    ...{ UserName: name, AccessKeyId: id, Status: 'Active', CreateDate: new Date(createdMs) },
  };
}
