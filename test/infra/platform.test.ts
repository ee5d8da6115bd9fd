import { describe, expect, it } from 'vitest';
import { contracts } from '../../events/index.ts';
import { contractSchema, schemaName } from '../../events/schema.ts';
import { stages } from '../../lib/config.ts';
import { attribute, flat, statementsOf, synthesize } from './synthesis.ts';

const { of } = await synthesize();
const platform = of('platform');
const [busId, bus] = platform.one('AWS::Events::EventBus', 'Name', 'orderly-dev');

describe('the schema registry', () => {
  const schemas = platform.all('AWS::EventSchemas::Schema').map(([, schema]) => schema.Properties);

  it('holds the schema of every contract, and no other', () => {
    expect(schemas.map(({ SchemaName }) => SchemaName)).toEqual(contracts.map(schemaName));
    for (const contract of contracts) {
      const schema = schemas.find(({ SchemaName }) => SchemaName === schemaName(contract))!;
      expect(schema['Type']).toBe('JSONSchemaDraft4');
      expect(JSON.parse(schema['Content'])).toEqual(contractSchema(contract));
    }
  });

  it('has the well-known name', () => {
    expect(
      platform.one('AWS::EventSchemas::Registry', 'RegistryName', 'orderly-dev'),
    ).toBeDefined();
  });
});

describe('the bus', () => {
  it('logs what it could not deliver, without the events themselves', () => {
    const [, source] = platform.one('AWS::Logs::DeliverySource', 'ResourceArn', attribute(busId));
    const [, destination] = platform.all('AWS::Logs::DeliveryDestination')[0]!;
    const [logGroupId] = platform.one(
      'AWS::Logs::LogGroup',
      'LogGroupName',
      '/aws/vendedlogs/events/event-bus/orderly-dev',
    );
    expect(bus.Properties['LogConfig']).toEqual({ Level: 'ERROR', IncludeDetail: 'NONE' });
    expect(source.Properties['LogType']).toBe('ERROR_LOGS');
    expect(destination.Properties['DestinationResourceArn']).toEqual(attribute(logGroupId));
    expect(platform.all('AWS::Logs::Delivery')).toHaveLength(1);
  });

  it('keeps every event in its archive, as long as the stage says', () => {
    const [, archive] = platform.one('AWS::Events::Archive', 'SourceArn', attribute(busId));
    expect(archive.Properties['EventPattern']).toBeUndefined();
    expect(archive.Properties['RetentionDays']).toBe(stages.dev.archiveRetentionDays);
  });
});

describe('the alarm topic', () => {
  const [, policy] = platform.all('AWS::SNS::TopicPolicy')[0]!;
  const statements = statementsOf(policy.Properties['PolicyDocument']);

  it('refuses plain HTTP', () => {
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['sns:Publish'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it('takes alarms of this stage and account alone', () => {
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.map(({ Principal }) => Principal)).toEqual([
      { Service: 'cloudwatch.amazonaws.com' },
    ]);
    const { ArnLike, StringEquals } = allowed[0]!.Condition!;
    expect(flat(ArnLike!['aws:SourceArn'])).toBe(
      'arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:orderly-dev-*',
    );
    expect(flat(StringEquals!['aws:SourceAccount'])).toBe('AWS::AccountId');
  });
});

describe('the dashboard of the stage', () => {
  it('finds services by search, so that it names none', () => {
    const [, dashboard] = platform.all('AWS::CloudWatch::Dashboard')[0]!;
    const body = flat(dashboard.Properties['DashboardBody']);
    expect(body).toContain('SEARCH(');
    expect(body).not.toMatch(/ordering|inventory|payments|fulfilment/);
  });
});

describe('the authoriser', () => {
  const environment = async (stage: typeof stages.dev) => {
    const synthesis = await synthesize(stage);
    const [, authoriser] = synthesis
      .of('platform')
      .one('AWS::Lambda::Function', 'FunctionName', 'orderly-dev-platform-authorise');
    return authoriser.Properties['Environment'].Variables;
  };

  it('is told the issuer, the audience and where the keys are', async () => {
    const { issuer, audience } = stages.dev.tokens;
    expect(await environment(stages.dev)).toMatchObject({
      TOKEN_ISSUER: issuer,
      TOKEN_AUDIENCE: audience,
      TOKEN_JWKS_URI: 'https://login.example.com/dev/jwks.json',
      TOKEN_LEEWAY_SECONDS: '60',
      TOKEN_SCOPE_CLAIM: 'scope',
    });
  });

  it('is given the keys themselves by a stage that has them', async () => {
    const tokens = { ...stages.dev.tokens, jwks: { inline: '{"keys":[{"kty":"OKP","x":"a"}]}' } };
    const variables = await environment({ ...stages.dev, tokens });
    expect(variables).toMatchObject({ TOKEN_JWKS: '{"keys":[]}' });
    expect(variables).not.toHaveProperty('TOKEN_JWKS_URI');
  });
});
