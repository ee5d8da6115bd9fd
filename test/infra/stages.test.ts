import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { OrderFulfilled } from '../../events/order-fulfilled.ts';
import placeOrder from '../../functions/ordering/place-order.ts';
import { relay } from '../../functions/runtime/relay.ts';
import {
  checkStage,
  type StageConfig,
  stageNamed,
  stages,
  type TokenConfig,
} from '../../lib/config.ts';
import { environmentOf } from '../../lib/environment.ts';
import { NAME_LIMITS, namesOf } from '../../lib/names.ts';
import type { Service } from '../../lib/service.ts';
import { loyalty } from '../fixtures/loyalty/service.ts';
import { attribute, synthesize } from './synthesis.ts';

const dev = await synthesize();
const prod = await synthesize(stages.prod);

describe('a stage', () => {
  it('is found by its name', () => {
    expect(stageNamed('prod')).toBe(stages.prod);
  });

  it('is refused with the names there are when there is none of that name', () => {
    expect(() => stageNamed('production')).toThrow(
      'There is no stage "production". The stages are dev and prod.',
    );
  });

  it('is refused when it is a production stage with the sandbox gateway', async () => {
    const stage: StageConfig = { ...stages.prod, gateway: { kind: 'sandbox' } };
    await expect(synthesize(stage)).rejects.toThrow(
      'Stage "prod" is a production stage and would take payments with the sandbox gateway.',
    );
  });

  it.each([-1, 0.5, 301])('is refused when it lets clocks differ by %d s', (leewaySeconds) => {
    const stage: StageConfig = { ...stages.dev, tokens: { ...stages.dev.tokens, leewaySeconds } };
    expect(() => checkStage(stage)).toThrow(`lets clocks differ by ${leewaySeconds} s`);
  });

  it.each([0, 300])('may let clocks differ by %d s', (leewaySeconds) => {
    const stage: StageConfig = { ...stages.dev, tokens: { ...stages.dev.tokens, leewaySeconds } };
    expect(() => checkStage(stage)).not.toThrow();
  });

  it.each<[string, Partial<TokenConfig>, string]>([
    [
      'another claim for scopes',
      { scopeClaim: 'scopes' as 'scope' },
      'scopeClaim is "scope" or "scp"',
    ],
    ['no issuer', { issuer: '' }, 'set issuer and audience'],
    ['no audience', { audience: '' }, 'set issuer and audience'],
    ['keys without encryption', { jwks: { uri: 'http://login.example.com/' } }, 'https'],
    ['keys nowhere', { jwks: { uri: 'jwks.json' } }, 'https'],
    ['keys that are none', { jwks: { inline: 'keys' } }, 'RFC 7517'],
    ['an empty key set', { jwks: { inline: '{"keys":[]}' } }, 'RFC 7517'],
    ['a private key', { jwks: { inline: '{"keys":[{"kty":"OKP","x":"a","d":"b"}]}' } }, 'RFC 7517'],
    ['a shared key', { jwks: { inline: '{"keys":[{"kty":"oct","k":"a"}]}' } }, 'RFC 7517'],
  ])('is refused with %s', (_what, change, message) => {
    const tokens = { ...stages.dev.tokens, ...change };
    expect(() => checkStage({ ...stages.dev, tokens })).toThrow(message);
  });

  it('may have its keys inline, and its scopes in scp', () => {
    const jwks = { inline: '{"keys":[{"kty":"OKP","x":"a"}]}' };
    const tokens = { ...stages.dev.tokens, jwks, scopeClaim: 'scp' } as const;
    expect(() => checkStage({ ...stages.dev, tokens })).not.toThrow();
  });

  it('is refused when it is a production stage that leaves anything out', () => {
    const stage: StageConfig = { ...stages.prod, leaveOut: ['authoriser'] };
    expect(() => checkStage(stage)).toThrow(
      'Stage "prod" is a production stage and would be without authoriser.',
    );
    expect(() => checkStage({ ...stage, production: false })).not.toThrow();
  });

  it.each(['Prod', 'a', 'with-hyphen', '1st', 'morethantwelve'])(
    'is refused when its name is %s',
    (name) => {
      expect(() => checkStage({ ...stages.dev, name })).toThrow(`The stage's name is "${name}"`);
    },
  );

  it('gives functions the settings they use, and refuses one it does not have', () => {
    expect(environmentOf(placeOrder, stages.dev)['SETTING_CURRENCY']).toBe('USD');
    const unknown = { ...placeOrder, uses: { settings: ['colour'] } };
    expect(() => environmentOf(unknown, stages.dev)).toThrow(
      'ordering/place-order uses the setting "colour"',
    );
  });

  it('may lower the batches and the concurrency that functions ask for', async () => {
    const small = { ...stages.dev, consumers: { batchSize: 1, maxConcurrency: 2 } };
    const { stacks } = await synthesize({ ...small, relay: { batchSize: 5 } });
    const mappings = stacks.flatMap((stack) => stack.all('AWS::Lambda::EventSourceMapping'));
    for (const [, { Properties }] of mappings) {
      const isStream = Properties['StartingPosition'] !== undefined;
      expect(Properties['BatchSize']).toBe(isStream ? 5 : 1);
      if (!isStream) expect(Properties['ScalingConfig']).toEqual({ MaximumConcurrency: 2 });
    }
  });

  it('leaves out what some engines do not know', async () => {
    const leaveOut = ['archive', 'schemas', 'bus-log'] as const;
    const { stacks } = await synthesize({ ...stages.dev, leaveOut });
    for (const { text } of stacks)
      expect(text).not.toMatch(
        /AWS::Events::Archive|AWS::EventSchemas|AWS::Logs::Delivery|LogConfig/,
      );
  });
});

describe('the stage dev', () => {
  it('has the sandbox gateway, with its own table, that payments call', () => {
    const [id] = dev
      .of('payments')
      .one('AWS::Lambda::Function', 'FunctionName', 'orderly-dev-payments-sandbox-gateway');
    expect(id).toBeDefined();
    expect(dev.functions.has('payments/sandbox-gateway')).toBe(true);
    expect(dev.of('payments').text).toContain('"TableName":"orderly-dev-payments-sandbox"');
  });
});

describe('the stage prod', () => {
  it('holds nothing of the sandbox', () => {
    expect(prod.functions.has('payments/sandbox-gateway')).toBe(false);
    for (const { text } of prod.stacks) expect(text).not.toContain('sandbox');
  });

  it('calls the gateway function it is given', () => {
    const [, capture] = prod
      .of('payments')
      .one('AWS::Lambda::Function', 'FunctionName', 'orderly-prod-payments-capture-payment');
    expect(capture.Properties['Environment'].Variables.GATEWAY_FUNCTION).toBe('payment-gateway');
  });

  it('keeps its tables, archive, logs and buckets when a stack is deleted', () => {
    const kept = /DynamoDB::Table|Events::Archive|Logs::LogGroup|S3::Bucket$/;
    for (const { resources } of prod.stacks) {
      for (const { Type, DeletionPolicy } of Object.values(resources)) {
        if (kept.test(Type)) expect(DeletionPolicy).toBe('Retain');
      }
    }
  });
});

describe.each([
  ['dev', dev],
  ['prod', prod],
] as const)('the tables of %s', (name, synthesis) => {
  const tables = synthesis.stacks.flatMap((stack) => stack.all('AWS::DynamoDB::Table'));

  it('are on demand, recoverable to any point in time, and protected in production', () => {
    for (const [, { Properties }] of tables) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      expect(Properties['DeletionProtectionEnabled'] ?? false).toBe(name === 'prod');
      expect(Properties['TimeToLiveSpecification']).toBeUndefined();
    }
  });

  it('find unresolved payments by a sparse index of keys', () => {
    const [, table] = synthesis
      .of('payments')
      .one('AWS::DynamoDB::Table', 'TableName', `orderly-${name}-payments-payments`);
    expect(table.Properties['GlobalSecondaryIndexes']).toEqual([
      {
        IndexName: 'unresolved',
        KeySchema: [
          { AttributeName: 'unresolved', KeyType: 'HASH' },
          { AttributeName: 'unresolvedSinceMs', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });
});

describe.each([
  ['dev', dev],
  ['prod', prod],
] as const)('the stacks of %s', (name, { stacks }) => {
  it('deploy after the platform, each with its own name', () => {
    expect(stacks.map((stack) => stack.name)).toEqual(
      ['platform', 'fulfilment', 'inventory', 'ordering', 'payments'].map(
        (service) => `orderly-${name}-${service}`,
      ),
    );
    for (const stack of stacks.slice(1)) {
      expect(stack.dependencies).toContain(`orderly-${name}-platform`);
    }
  });

  it('export nothing to each other and import nothing', () => {
    for (const { text } of stacks)
      expect(text).not.toMatch(/"Export"|Fn::ImportValue|GetStackOutput/);
  });

  it('have names within what AWS takes, even for the longest stage name', () => {
    const longest = namesOf('a23456789012');
    const limits: [string, string, number][] = [
      ['AWS::Lambda::Function', 'FunctionName', NAME_LIMITS.function],
      ['AWS::SQS::Queue', 'QueueName', NAME_LIMITS.queue],
      ['AWS::Events::Rule', 'Name', NAME_LIMITS.rule],
    ];
    const extra = longest.bus.length - namesOf(name).bus.length;
    for (const [type, property, limit] of limits) {
      for (const [, { Properties }] of stacks.flatMap((stack) => stack.all(type))) {
        expect(Properties[property].length + extra).toBeLessThanOrEqual(limit);
      }
    }
  });
});

describe('a service', () => {
  const broken = (part: Partial<Service>) =>
    synthesize(stages.dev, {
      extraServices: [{ ...loyalty, ...part }],
    });

  it('is refused when a function uses a table that it does not have', async () => {
    await expect(broken({ tables: {} })).rejects.toThrow(
      'A function of loyalty uses the table "points"; the service has none.',
    );
  });

  it('is refused when a relay reads a table that it does not have', async () => {
    const stray = relay({ service: 'loyalty', table: 'elsewhere', publishes: [OrderFulfilled] });
    await expect(broken({ functions: [stray] })).rejects.toThrow(
      'A relay of loyalty reads "elsewhere", which is no table of it.',
    );
  });
});

describe('the feature flags of the CDK', () => {
  it('are all set as it recommends', () => {
    expect(cdkJson.context).toMatchObject(recommendedFlags);
  });
});

describe('names', () => {
  it('are refused one character past the limit of the service', () => {
    const { function: functionName } = namesOf('dev');
    const room = NAME_LIMITS.function - functionName('ordering', '').length;
    expect(functionName('ordering', 'x'.repeat(room))).toHaveLength(NAME_LIMITS.function);
    expect(() => functionName('ordering', 'x'.repeat(room + 1))).toThrow(
      'has 65 characters; AWS takes 64',
    );
  });

  it('are the well-known ones of bus, authoriser and topic', () => {
    const { bus, authoriser, alarmTopic } = namesOf('dev');
    const platform = dev.of('platform');
    const [busId] = platform.one('AWS::Events::EventBus', 'Name', bus);
    const [, archive] = platform.all('AWS::Events::Archive')[0]!;
    expect(archive.Properties['SourceArn']).toEqual(attribute(busId));
    expect(platform.one('AWS::Lambda::Function', 'FunctionName', authoriser)).toBeDefined();
    expect(platform.one('AWS::SNS::Topic', 'TopicName', alarmTopic)).toBeDefined();
  });
});
