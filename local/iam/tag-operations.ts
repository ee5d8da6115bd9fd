import { addTags, MAX_TAGS } from '../tags.ts';
import { type HolderKind, holderArn, holderNamed, type Named, ROLE, USER } from './holder.ts';
import { constraintError } from './iam-errors.ts';
import { type Paging, paged, type Tag, tagKeysIn, tagList, tagsIn } from './iam-input.ts';
import type { IamOperation } from './operation.ts';

type TagInput = Named & { Tags?: readonly Tag[] | undefined };
type UntagInput = Named & { TagKeys?: readonly string[] | undefined };

/** The operations on tags of roles and users. IAM API Reference, TagRole and its like. */
export const tagOperations: Readonly<Record<string, IamOperation>> = {
  ...operationsFor(ROLE),
  ...operationsFor(USER),
};

function operationsFor(kind: HolderKind): Record<string, IamOperation> {
  const { word, parameter } = kind;
  const resource: IamOperation['resource'] = (input: Named, place) => holderArn(kind, input, place);
  return {
    [`Tag${word}`]: {
      parameters: [parameter, 'Tags'],
      resource,
      run: (input: TagInput, { iam }) => {
        const given = tagsIn(input.Tags);
        holderNamed(kind, iam.directory, input);
        iam.change((directory) => addKeys(holderNamed(kind, directory, input).tags, given));
        return {};
      },
    },
    [`Untag${word}`]: {
      parameters: [parameter, 'TagKeys'],
      resource,
      run: (input: UntagInput, { iam }) => {
        const keys = new Set(tagKeysIn(input.TagKeys).map((key) => key.toLowerCase()));
        holderNamed(kind, iam.directory, input);
        iam.change((directory) => {
          const { tags } = holderNamed(kind, directory, input);
          for (const key of [...tags.keys()]) if (keys.has(key.toLowerCase())) tags.delete(key);
        });
        return {};
      },
    },
    [`List${word}Tags`]: {
      parameters: [parameter, 'Marker', 'MaxItems'],
      resource,
      run: (input: Named & Paging, { iam }) => {
        const { tags } = holderNamed(kind, iam.directory, input);
        const { items, ...page } = paged(tagList(tags), ({ Key }) => Key, input);
        return { Tags: items, ...page };
      },
    },
  };
}

/** Keys of roles and users are the same whatever their case: a new value keeps the key as it was. */
function addKeys(tags: Map<string, string>, given: ReadonlyMap<string, string>): void {
  const present = new Map([...tags.keys()].map((key) => [key.toLowerCase(), key]));
  const renamed = [...given].map(([key, value]) => [present.get(key.toLowerCase()) ?? key, value]);
  addTags(tags, Object.fromEntries(renamed), () =>
    constraintError('tags', `Member must have length less than or equal to ${MAX_TAGS}`),
  );
}
