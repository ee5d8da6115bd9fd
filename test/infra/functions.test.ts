import { describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../functions/runtime/definition.ts';
import { namesOf } from '../../lib/names.ts';
import { attribute, flat, permissionsOf, statementsOf, synthesize } from './synthesis.ts';

const synthesis = await synthesize();
const names = namesOf('dev');
const functions = [...synthesis.functions.values()];

/** Actions that know no resource, so that IAM wants them on all. */
const WITHOUT_RESOURCE = [
  'dynamodb:ListStreams',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const stackOf = ({ service }: FunctionDefinition) => synthesis.of(service);
const nameOf = ({ service, name }: FunctionDefinition) => names.function(service, name);
const permissions = (definition: FunctionDefinition) =>
  permissionsOf(stackOf(definition), nameOf(definition));

/** `action resource` of each thing a function may do on resources of a service. */
function granted(definition: FunctionDefinition, prefix: string): string[] {
  return permissions(definition)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${flat(resource)}`)),
    )
    .filter((grant) => grant.startsWith(prefix))
    .sort();
}

const tableArn = (definition: FunctionDefinition, table: string) => {
  const tableName = names.table(definition.service, table);
  return flat(
    attribute(stackOf(definition).one('AWS::DynamoDB::Table', 'TableName', tableName)[0]),
  );
};

describe.each(functions.map((one) => [`${one.service}/${one.name}`, one] as const))(
  'function %s',
  (label, definition) => {
    const [functionId, { Properties }] = stackOf(definition).one(
      'AWS::Lambda::Function',
      'FunctionName',
      nameOf(definition),
    );

    it('runs as its limits say, on arm64 and Node 24, traced', () => {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: definition.limits.timeoutSeconds,
        MemorySize: definition.limits.memoryMb,
        TracingConfig: { Mode: 'Active' },
      });
    });

    it('knows which function it is, and in which stage', () => {
      expect(Properties['Environment'].Variables).toMatchObject({
        ORDERLY_FUNCTION: label,
        ORDERLY_STAGE: 'dev',
        POWERTOOLS_SERVICE_NAME: definition.service,
      });
    });

    it('has a role that nothing else has and only Lambda may take', () => {
      const stack = stackOf(definition);
      const role = stack.resources[Properties['Role']['Fn::GetAtt'][0]]!;
      const [trust] = statementsOf(role.Properties['AssumeRolePolicyDocument']);
      const sharing = stack
        .all('AWS::Lambda::Function')
        .filter(([, other]) => flat(other.Properties['Role']) === flat(Properties['Role']));
      expect(role.Properties['ManagedPolicyArns']).toBeUndefined();
      expect(trust!.Principal).toEqual({ Service: 'lambda.amazonaws.com' });
      expect(sharing).toHaveLength(1);
    });

    it('may do what it uses on tables and indexes, and nothing else', () => {
      const { tables = {}, indexes = [] } = definition.uses;
      const wanted = [
        ...Object.entries(tables).flatMap(([table, operations]) =>
          operations.map((operation) => `dynamodb:${operation} ${tableArn(definition, table)}`),
        ),
        ...indexes.map((pair) => {
          const [table, index] = pair.split('/') as [string, string];
          return `dynamodb:Query ${tableArn(definition, table)}/index/${index}`;
        }),
      ];
      const direct = granted(definition, 'dynamodb:').filter(
        (grant) => !/Stream|GetRecords|GetShardIterator/.test(grant),
      );
      expect(direct).toEqual(wanted.sort());
    });

    it('may call the gateway only if it uses it', () => {
      const gateway =
        'lambda:InvokeFunction arn:AWS::Partition:lambda:AWS::Region:AWS::AccountId:' +
        'function:orderly-dev-payments-sandbox-gateway';
      expect(granted(definition, 'lambda:')).toEqual(definition.uses.gateway ? [gateway] : []);
    });

    it('may do nothing on all resources but what knows none, and no action by wildcard', () => {
      for (const { Action, Resource } of permissions(definition)) {
        expect(Action.filter((action) => action.includes('*'))).toEqual([]);
        if (Resource.includes('*'))
          expect(WITHOUT_RESOURCE).toEqual(expect.arrayContaining(Action));
      }
    });

    it('writes to its own log group, which is not kept forever', () => {
      const [logGroupId, logGroup] = stackOf(definition).one(
        'AWS::Logs::LogGroup',
        'LogGroupName',
        `/aws/lambda/${nameOf(definition)}`,
      );
      expect(logGroup.Properties['RetentionInDays']).toBe(7);
      expect(Properties['LoggingConfig']).toEqual({ LogGroup: { Ref: logGroupId } });
      expect(granted(definition, 'logs:')).toEqual([
        `logs:CreateLogStream ${logGroupId}.Arn`,
        `logs:PutLogEvents ${logGroupId}.Arn`,
      ]);
    });

    const failsOnPurpose = ['authoriser', 'direct'].includes(definition.trigger.kind);

    it.each(failsOnPurpose ? ['throttles'] : ['errors', 'throttles'])(
      'has an alarm on %s',
      (what) => {
        const [, alarm] = stackOf(definition).one(
          'AWS::CloudWatch::Alarm',
          'AlarmName',
          names.alarm(definition.service, definition.name, what),
        );
        expect(alarm.Properties['Dimensions']).toEqual([
          { Name: 'FunctionName', Value: { Ref: functionId } },
        ]);
      },
    );
  },
);

describe.each(
  functions
    .filter(({ trigger }) => trigger.kind === 'stream')
    .map((one) => [one.service, one] as const),
)('the relay of %s', (_service, definition) => {
  const stack = stackOf(definition);
  const table = definition.trigger.kind === 'stream' ? definition.trigger.table : '';
  const [tableId, { Properties }] = stack.one(
    'AWS::DynamoDB::Table',
    'TableName',
    names.table(definition.service, table),
  );
  const [, mapping] = stack.one(
    'AWS::Lambda::EventSourceMapping',
    'EventSourceArn',
    attribute(tableId, 'StreamArn'),
  );

  it("may put its contracts' sources and detail-types on the stage's bus, and no entry without them", () => {
    const statements = permissions(definition).filter(({ Action }) =>
      Action.includes('events:PutEvents'),
    );
    const { publishes } = definition;
    expect(statements).toHaveLength(1);
    expect(statements[0]!.Resource.map(flat)).toEqual([
      'arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/orderly-dev',
    ]);
    expect(statements[0]!.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'events:source': distinct(publishes.map(({ source }) => source)),
        'events:detail-type': distinct(publishes.map(({ name }) => name)),
      },
      Null: { 'events:source': 'false', 'events:detail-type': 'false' },
    });
  });

  it('reads new images from the beginning of its own stream', () => {
    expect(Properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(mapping.Properties['StartingPosition']).toBe('TRIM_HORIZON');
    expect(granted(definition, 'dynamodb:')).toEqual([
      `dynamodb:DescribeStream ${tableId}.StreamArn`,
      `dynamodb:GetRecords ${tableId}.StreamArn`,
      `dynamodb:GetShardIterator ${tableId}.StreamArn`,
      'dynamodb:ListStreams *',
    ]);
  });

  it('sees only records with something in their outbox', () => {
    const { Filters } = mapping.Properties['FilterCriteria'];
    expect(Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { outbox: { S: [{ 'anything-but': ['[]'] }] } } } },
    ]);
  });

  it('narrows a failure down, gives up within bounds, and leaves the whole record in its bucket', () => {
    const [bucketId] = stack.all('AWS::S3::Bucket')[0]!;
    expect(mapping.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: attribute(bucketId) } },
    });
    expect(mapping.Properties['MaximumRetryAttempts']).toBe(10_000);
    expect(mapping.Properties['MaximumRecordAgeInSeconds']).toBeLessThan(86_400);
    expect(granted(definition, 's3:')).toEqual([
      `s3:ListBucket ${bucketId}.Arn`,
      `s3:PutObject ${bucketId}.Arn/aws/lambda/*`,
    ]);
  });

  it('has an alarm on how far it lags behind', () => {
    const name = names.alarm(definition.service, definition.name, 'iterator-age');
    const [, alarm] = stack.one('AWS::CloudWatch::Alarm', 'AlarmName', name);
    expect(alarm.Properties['MetricName']).toBe('IteratorAge');
  });
});

describe('the sweep of intents', () => {
  it('is called every minute by its own rule, which alone may call it', () => {
    const stack = synthesis.of('payments');
    const [ruleId, rule] = stack.one('AWS::Events::Rule', 'ScheduleExpression', 'rate(1 minute)');
    const [functionId] = stack.one(
      'AWS::Lambda::Function',
      'FunctionName',
      names.function('payments', 'sweep-intents'),
    );
    const [, permission] = stack.one('AWS::Lambda::Permission', 'SourceArn', attribute(ruleId));
    expect(rule.Properties['Targets'][0].Arn).toEqual(attribute(functionId));
    expect(permission.Properties).toMatchObject({
      FunctionName: attribute(functionId),
      Principal: 'events.amazonaws.com',
    });
  });
});

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
