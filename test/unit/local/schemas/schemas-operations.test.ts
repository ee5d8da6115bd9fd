import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteRegistryCommand,
  DeleteSchemaCommand,
  DeleteSchemaVersionCommand,
  DescribeRegistryCommand,
  DescribeSchemaCommand,
  ListRegistriesCommand,
  ListSchemasCommand,
  ListSchemaVersionsCommand,
  ListTagsForResourceCommand,
  NotFoundException,
  SearchSchemasCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRegistryCommand,
  UpdateSchemaCommand,
} from '@aws-sdk/client-schemas';
import { describe, expect, it } from 'vitest';
import {
  MAX_DESCRIPTION,
  MAX_PAGE,
  MAX_REGISTRY_NAME,
  MAX_SCHEMA_NAME,
} from '../../../../local/schemas/schemas-limits.ts';
import { MAX_TAGS } from '../../../../local/tags.ts';
import { START_MS, World } from '../cloud/world.ts';

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';
const contentOf = (title: string): string => JSON.stringify({ $schema: DRAFT_4, title });
const PLACED = { RegistryName: 'shop', SchemaName: 'shop@OrderPlaced' };
const DAY_MS = 86_400_000;

/** A world with the registry `shop`, and a way to call it. */
async function shop() {
  const world = new World();
  const send = (command: object): Promise<Record<string, unknown>> => world.client.send(command);
  await send(new CreateRegistryCommand({ RegistryName: 'shop', Tags: { team: 'a' } }));
  const createSchema = (SchemaName: string, Content = contentOf(SchemaName)) => {
    const Type = 'JSONSchemaDraft4' as const;
    return send(new CreateSchemaCommand({ RegistryName: 'shop', SchemaName, Type, Content }));
  };
  return { world, send, createSchema };
}

const namesIn = (list: unknown, member: string): unknown[] =>
  (list as Record<string, unknown>[]).map((item) => item[member]);

describe('a registry made by a call', () => {
  it('is described, changed and deleted', async () => {
    const { world, send } = await shop();
    const arn = world.arn('schemas', 'registry/shop');
    const name = { RegistryName: 'shop' };
    await send(new UpdateRegistryCommand({ ...name, Description: 'all events' }));
    expect(await send(new DescribeRegistryCommand(name))).toMatchObject({
      RegistryName: 'shop',
      RegistryArn: arn,
      Description: 'all events',
      Tags: { team: 'a' },
    });
    await send(new DeleteRegistryCommand(name));
    await expect(send(new DescribeRegistryCommand(name))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Registry with name shop does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('exists once', async () => {
    const { send } = await shop();
    await expect(send(new CreateRegistryCommand({ RegistryName: 'shop' }))).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Registry with name shop already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('is not deleted before its schemas', async () => {
    const { send, createSchema } = await shop();
    await createSchema('shop@OrderPlaced');
    const deleting = () => send(new DeleteRegistryCommand({ RegistryName: 'shop' }));
    await expect(deleting()).rejects.toMatchObject({ name: 'BadRequestException' });
    await send(new DeleteSchemaCommand(PLACED));
    await expect(deleting()).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('is listed in pages, by prefix, in the order of names', async () => {
    const { send } = await shop();
    for (const RegistryName of ['shop-c', 'other', 'shop-b']) {
      await send(new CreateRegistryCommand({ RegistryName }));
    }
    const page = (NextToken?: string) =>
      send(new ListRegistriesCommand({ RegistryNamePrefix: 'shop', Limit: 2, NextToken }));
    const first = await page();
    expect(namesIn(first['Registries'], 'RegistryName')).toEqual(['shop', 'shop-b']);
    const second = await page(String(first['NextToken']));
    expect(namesIn(second['Registries'], 'RegistryName')).toEqual(['shop-c']);
    expect(second['NextToken']).toBeUndefined();
    await expect(page('?')).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('is never one of AWS itself', async () => {
    const { world, send } = await shop();
    const listing = send(new ListRegistriesCommand({ Scope: 'AWS' }));
    await expect(listing).rejects.toThrow('not simulated: Scope AWS of schemas:ListRegistries');
    await expect(world.drain()).rejects.toThrow('Scope AWS');
    const { send: again } = await shop();
    const creating = again(new CreateRegistryCommand({ RegistryName: 'aws.events' }));
    await expect(creating).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('a schema made by a call', () => {
  it('gets a version with every change of its content, and keeps the old ones', async () => {
    const { world, send, createSchema } = await shop();
    const created = await createSchema('shop@OrderPlaced', contentOf('one'));
    expect(created).toMatchObject({
      SchemaArn: world.arn('schemas', 'schema/shop/shop@OrderPlaced'),
      SchemaVersion: '1',
      Type: 'JSONSchemaDraft4',
      VersionCreatedDate: new Date(START_MS),
    });
    await world.pass(DAY_MS);
    const Content = contentOf('two');
    const update = { ...PLACED, ClientTokenId: 't-1' };
    const updated = await send(new UpdateSchemaCommand({ ...update, Content }));
    expect(updated).toMatchObject({
      SchemaVersion: '2',
      LastModified: new Date(START_MS + DAY_MS),
      VersionCreatedDate: new Date(START_MS + DAY_MS),
    });
    const versions = [
      await send(new DescribeSchemaCommand(PLACED)),
      await send(new DescribeSchemaCommand({ ...PLACED, SchemaVersion: '1' })),
    ];
    expect(namesIn(versions, 'Content')).toEqual([Content, contentOf('one')]);
    const listed = await send(new ListSchemaVersionsCommand({ ...PLACED }));
    expect(namesIn(listed['SchemaVersions'], 'SchemaVersion')).toEqual(['1', '2']);
    await expect(
      send(new DescribeSchemaCommand({ ...PLACED, SchemaVersion: '3' })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Schema with name shop@OrderPlaced and version 3 does not exist.',
    });
  });

  it('gets no version from a new description, the same content or the same token', async () => {
    const { send, createSchema } = await shop();
    await createSchema('shop@OrderPlaced', contentOf('one'));
    const update = (change: object) =>
      send(new UpdateSchemaCommand({ ...PLACED, ClientTokenId: 't-1', ...change }));
    expect(await update({ Description: 'placed' })).toMatchObject({
      SchemaVersion: '1',
      Description: 'placed',
    });
    expect(await update({ Content: contentOf('two') })).toMatchObject({ SchemaVersion: '1' });
    const other = await update({ ClientTokenId: 't-2', Content: contentOf('one') });
    expect(other).toMatchObject({ SchemaVersion: '1', Description: 'placed' });
  });

  it('loses a version, whose number is not used again', async () => {
    const { send, createSchema } = await shop();
    await createSchema('shop@OrderPlaced', contentOf('one'));
    const update = (title: string) =>
      send(new UpdateSchemaCommand({ ...PLACED, ClientTokenId: title, Content: contentOf(title) }));
    await update('two');
    await send(new DeleteSchemaVersionCommand({ ...PLACED, SchemaVersion: '2' }));
    expect(await send(new DescribeSchemaCommand(PLACED))).toMatchObject({ SchemaVersion: '1' });
    expect(await update('three')).toMatchObject({ SchemaVersion: '3' });
    const deleting = send(new DeleteSchemaVersionCommand({ ...PLACED, SchemaVersion: '2' }));
    await expect(deleting).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('does not lose its only version', async () => {
    const { world, send, createSchema } = await shop();
    await createSchema('shop@OrderPlaced');
    const deleting = send(new DeleteSchemaVersionCommand({ ...PLACED, SchemaVersion: '1' }));
    await expect(deleting).rejects.toThrow('not simulated: deleting the only version');
    await expect(world.drain()).rejects.toThrow('deleting the only version');
  });

  it('is listed by prefix in pages, as many as a page takes', async () => {
    const { send, createSchema } = await shop();
    for (const name of ['b@Two', 'a@One', 'a@Three']) await createSchema(name);
    const list = (input: object) =>
      send(new ListSchemasCommand({ RegistryName: 'shop', ...input }));
    const first = await list({ Limit: 1, SchemaNamePrefix: 'a@' });
    expect(first['Schemas']).toMatchObject([{ SchemaName: 'a@One', VersionCount: 1 }]);
    const second = await list({ NextToken: first['NextToken'], SchemaNamePrefix: 'a@' });
    expect(namesIn(second['Schemas'], 'SchemaName')).toEqual(['a@Three']);
    expect(await list({ Limit: MAX_PAGE })).toMatchObject({ Schemas: { length: 3 } });
    for (const Limit of [0, MAX_PAGE + 1]) {
      await expect(list({ Limit })).rejects.toMatchObject({ name: 'BadRequestException' });
    }
  });

  it('is found by all the words that its name and content hold', async () => {
    const { send, createSchema } = await shop();
    await createSchema('shop@OrderPlaced', contentOf('Total in cents'));
    await createSchema('shop@OrderShipped', contentOf('Parcel'));
    const search = async (Keywords: string) => {
      const found = await send(new SearchSchemasCommand({ RegistryName: 'shop', Keywords }));
      return found['Schemas'];
    };
    expect(await search('order CENTS')).toMatchObject([
      { ...PLACED, SchemaVersions: [{ SchemaVersion: '1', CreatedDate: new Date(START_MS) }] },
    ]);
    expect(await search('parcel cents')).toEqual([]);
    await expect(search(' ')).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  it('is refused with content that is none, or under a name in use', async () => {
    const { createSchema } = await shop();
    await expect(createSchema('shop@OrderPlaced', '{')).rejects.toMatchObject({
      name: 'BadRequestException',
      $metadata: { httpStatusCode: 400 },
    });
    await createSchema('shop@OrderPlaced');
    await expect(createSchema('shop@OrderPlaced')).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schema with name shop@OrderPlaced already exists.',
    });
  });

  it('is missing with an exception of the SDK', async () => {
    const { send } = await shop();
    const describing = send(new DescribeSchemaCommand(PLACED));
    await expect(describing).rejects.toBeInstanceOf(NotFoundException);
    await expect(send(new DeleteSchemaCommand(PLACED))).rejects.toMatchObject({
      message: 'Schema with name shop@OrderPlaced does not exist.',
      Code: 'NotFound',
    });
  });
});

describe('tags of schemas and registries', () => {
  it('are added, replaced and removed', async () => {
    const { send, createSchema } = await shop();
    const { SchemaArn } = await createSchema('shop@OrderPlaced');
    const ResourceArn = String(SchemaArn);
    await send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', b: '2' } }));
    await send(new TagResourceCommand({ ResourceArn, Tags: { b: '3' } }));
    await send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
    expect(await send(new ListTagsForResourceCommand({ ResourceArn }))).toMatchObject({
      Tags: { b: '3' },
    });
    const missing = send(new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}x` }));
    await expect(missing).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('the limits of schemas', () => {
  const tags = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_none, index) => [`t${index}`, '']));

  it.each<[string, object, object]>([
    [
      'the length of a name of a registry',
      { RegistryName: 'r'.repeat(MAX_REGISTRY_NAME) },
      { RegistryName: 'r'.repeat(MAX_REGISTRY_NAME + 1) },
    ],
    ['the letters of that name', { RegistryName: 'a.B-1_' }, { RegistryName: 'a@b' }],
    [
      'a description',
      { Description: 'd'.repeat(MAX_DESCRIPTION) },
      { Description: 'd'.repeat(MAX_DESCRIPTION + 1) },
    ],
    ['tags', { Tags: tags(MAX_TAGS) }, { Tags: tags(MAX_TAGS + 1) }],
  ])('hold for %s', async (_what, within, beyond) => {
    const { send } = await shop();
    const create = (input: object) =>
      send(new CreateRegistryCommand({ RegistryName: 'new', ...input }));
    await expect(create(beyond)).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(create(within)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('hold for the name of a schema', async () => {
    const { createSchema } = await shop();
    const longest = '@'.repeat(MAX_SCHEMA_NAME);
    expect(await createSchema(longest)).toMatchObject({ SchemaName: longest });
    for (const name of [`${longest}@`, 'a/b']) {
      await expect(createSchema(name)).rejects.toMatchObject({ name: 'BadRequestException' });
    }
  });
});

describe('the permissions of schemas', () => {
  it('are on the registry, the schema, the schemas of a registry or what is tagged', () => {
    const world = new World();
    const { engines } = world;
    const ResourceArn = world.arn('schemas', 'registry/shop');
    const input = { RegistryName: 'shop', SchemaName: 'a@B', ResourceArn };
    const needed = Object.keys(engines.schemas.parameters).map((operation) => {
      const [access] = engines.schemas.accesses(operation, input);
      return `${access?.action} ${access?.resource.split(':').at(-1)}`;
    });
    expect(needed).toEqual([
      'schemas:CreateRegistry registry/shop',
      'schemas:UpdateRegistry registry/shop',
      'schemas:DeleteRegistry registry/shop',
      'schemas:DescribeRegistry registry/shop',
      'schemas:ListRegistries *',
      'schemas:CreateSchema schema/shop/a@B',
      'schemas:UpdateSchema schema/shop/a@B',
      'schemas:DeleteSchema schema/shop/a@B',
      'schemas:DeleteSchemaVersion schema/shop/a@B',
      'schemas:DescribeSchema schema/shop/a@B',
      'schemas:ListSchemas registry/shop',
      'schemas:ListSchemaVersions schema/shop/a@B',
      'schemas:SearchSchemas schema/shop/*',
      'schemas:ListTagsForResource registry/shop',
      'schemas:TagResource registry/shop',
      'schemas:UntagResource registry/shop',
    ]);
  });
});
