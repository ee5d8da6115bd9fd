import type {
  ListTagsOfResourceInput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-dynamodb';
import type { Engine, Operation } from './engine.ts';
import { constraintException, resourceNotFound, validationException } from './errors.ts';
import type { Table } from './table.ts';

const maximumTags = 50;
const maximumKeyLength = 128;
const maximumValueLength = 256;

/** TagResource (API_TagResource). */
export const tagResource: Operation<TagResourceInput> = (engine, { ResourceArn, Tags }) => {
  if (Tags === undefined) throw constraintException(null, 'tags', 'Member must not be null');
  if (Tags.length === 0) {
    throw validationException('Atleast one Tag needs to be provided as Input.');
  }
  checkTags(Tags);
  const table = tagged(engine, ResourceArn);
  const tags = new Map(table.spec.tags);
  for (const { Key, Value } of Tags) tags.set(Key!, Value!);
  checkCount(tags.size);
  table.spec = { ...table.spec, tags };
  return {};
};

/** UntagResource (API_UntagResource). */
export const untagResource: Operation<UntagResourceInput> = (engine, { ResourceArn, TagKeys }) => {
  if (TagKeys === undefined) throw constraintException(null, 'tagKeys', 'Member must not be null');
  if (TagKeys.length === 0) {
    throw validationException('Atleast one Tag Key needs to be provided as Input.');
  }
  const table = tagged(engine, ResourceArn);
  const tags = new Map(table.spec.tags);
  for (const key of TagKeys) tags.delete(key);
  table.spec = { ...table.spec, tags };
  return {};
};

/** ListTagsOfResource (API_ListTagsOfResource), all in one page. */
export const listTagsOfResource: Operation<ListTagsOfResourceInput> = (engine, input) => {
  const { tags = new Map() } = tagged(engine, input.ResourceArn).spec;
  return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
};

/** Throws for tags that are incomplete, too many or too long, or a key that is there twice. */
export function checkTags(tags: readonly Tag[]): void {
  checkCount(tags.length);
  const keys = tags.map(({ Key }) => Key);
  const twin = keys.find((key, at) => keys.indexOf(key) < at);
  if (twin !== undefined) {
    throw validationException(`Duplicate Tag Key: ${twin}`);
  }
  tags.forEach(({ Key, Value }, at) => {
    checkLength(`tags.${at + 1}.member.key`, Key, 1, maximumKeyLength);
    checkLength(`tags.${at + 1}.member.value`, Value, 0, maximumValueLength);
  });
}

function checkCount(count: number): void {
  if (count <= maximumTags) return;
  throw validationException(
    `One or more parameter values were invalid: Too many tags: the limit of a resource is ${maximumTags}`,
  );
}

function checkLength(member: string, text: string | undefined, least: number, most: number): void {
  if (text === undefined) throw constraintException(null, member, 'Member must not be null');
  if (text.length >= least && text.length <= most) return;
  const bound =
    text.length < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw constraintException(text, member, `Member must have length ${bound}`);
}

function tagged({ tables }: Engine, arn: string | undefined): Table {
  if (arn === undefined) throw validationException('Invalid TableArn');
  const table = tables.withArn(arn);
  if (table !== undefined) return table;
  if (!/^arn:[^:]+:dynamodb:[^:]*:\d{12}:table\/[^/]+$/.test(arn)) {
    throw validationException(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  throw resourceNotFound(`Requested resource not found: ResourcArn: ${arn} not found`);
}
