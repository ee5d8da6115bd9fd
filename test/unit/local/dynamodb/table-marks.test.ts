import { describe, expect, it } from 'vitest';
import { ControlFixture, ordersInput } from './control-fixture.ts';
import { refusal } from './fixture.ts';

const HOUR_MS = 60 * 60_000;

function made(): ControlFixture {
  const fixture = new ControlFixture();
  fixture.create();
  return fixture;
}

const live = (fixture: ControlFixture, Enabled: boolean, AttributeName = 'expires') =>
  fixture.run('UpdateTimeToLive', {
    TableName: 'orders',
    TimeToLiveSpecification: { Enabled, AttributeName },
  });

describe('a time to live set by request', () => {
  it('expires items that were there before, and ends when it is disabled', () => {
    const fixture = made();
    const seconds = String(fixture.nowMs / 1000 - 1);
    fixture.put('a', { expires: { N: seconds } });
    expect(fixture.db.expire()).toBe(0);
    expect(live(fixture, true)).toEqual({
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });
    expect(fixture.db.expire()).toBe(1);
    fixture.put('b', { expires: { N: seconds } });
    fixture.nowMs += HOUR_MS;
    live(fixture, false);
    expect(fixture.db.expire()).toBe(0);
    expect(fixture.run('DescribeTimeToLive', { TableName: 'orders' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });

  it('is on one attribute, and set or lifted once an hour', () => {
    const fixture = made();
    expect(refusal(() => live(fixture, false))).toBe(
      'ValidationException: TimeToLive is already disabled',
    );
    live(fixture, true);
    expect(refusal(() => live(fixture, true))).toBe(
      'ValidationException: TimeToLive is already enabled',
    );
    expect(refusal(() => live(fixture, true, 'other'))).toBe(
      'ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is expires',
    );
    fixture.nowMs += HOUR_MS - 1;
    expect(refusal(() => live(fixture, false))).toBe(
      'ValidationException: Time to live has been modified multiple times within a fixed interval',
    );
    fixture.nowMs += 1;
    expect(live(fixture, false)).toMatchObject({ TimeToLiveSpecification: { Enabled: false } });
  });

  it('needs the name of an attribute', () => {
    expect(refusal(() => live(made(), true, ''))).toContain(
      "Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });
});

describe('the tags of a table', () => {
  const arn = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const tag = (Key: string, Value: string) => ({ Key, Value });

  it('are set, replaced, taken away and listed', () => {
    const fixture = made();
    const ResourceArn = arn;
    fixture.run('TagResource', { ResourceArn, Tags: [tag('a', '1'), tag('b', '2')] });
    fixture.run('TagResource', { ResourceArn, Tags: [tag('a', '3')] });
    fixture.run('UntagResource', { ResourceArn, TagKeys: ['b', 'none'] });
    expect(fixture.run('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('a', '3')] });
  });

  it.each([
    [{ ResourceArn: arn, Tags: [] }, 'Atleast one Tag needs to be provided as Input.'],
    [
      { ResourceArn: `${arn}s`, Tags: [tag('a', '1')] },
      `Requested resource not found: ResourcArn: ${arn}s not found`,
    ],
    [
      { ResourceArn: 'orders', Tags: [tag('a', '1')] },
      'Invalid TableArn: Invalid ResourceArn provided as input orders',
    ],
    [
      { ResourceArn: arn, Tags: Array.from({ length: 51 }, (_, at) => tag(`t${at}`, '')) },
      'Too many tags: the limit of a resource is 50',
    ],
    [{ ResourceArn: arn, Tags: [tag('k'.repeat(129), '')] }, 'less than or equal to 128'],
    [
      { ResourceArn: arn, Tags: [tag('a', '1'), { Key: 'b' }] },
      "Value null at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    ],
    [
      { ResourceArn: arn, Tags: [{ Value: '1' }] },
      "Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null",
    ],
  ])('are refused if they cannot be: %#', (input, message) => {
    expect(refusal(() => made().run('TagResource', input))).toContain(message);
  });

  it('may have any key, such as __proto__', () => {
    const fixture = made();
    const Tags = [tag('__proto__', '1'), tag('constructor', '2')];
    fixture.run('TagResource', { ResourceArn: arn, Tags });
    expect(fixture.run('ListTagsOfResource', { ResourceArn: arn })).toEqual({ Tags });
    fixture.run('UntagResource', { ResourceArn: arn, TagKeys: ['__proto__'] });
    expect(fixture.run('ListTagsOfResource', { ResourceArn: arn })).toEqual({ Tags: [Tags[1]] });
    fixture.create({ ...ordersInput, TableName: 'stock', Tags });
    expect(
      fixture.run('ListTagsOfResource', { ResourceArn: arn.replace('orders', 'stock') }),
    ).toEqual({ Tags });
  });

  it('are fifty at most', () => {
    const fixture = made();
    const Tags = Array.from({ length: 50 }, (_, at) => tag(`t${at}`, ''));
    fixture.run('TagResource', { ResourceArn: arn, Tags });
    const more = { ResourceArn: arn, Tags: [tag('one-more', '')] };
    expect(refusal(() => fixture.run('TagResource', more))).toContain('Too many tags');
  });
});

describe('an account', () => {
  it('tells its quotas, its endpoint, and that there are no backups', () => {
    const fixture = made();
    expect(fixture.run('DescribeLimits')).toMatchObject({ TableMaxReadCapacityUnits: 40_000 });
    expect(fixture.run('DescribeEndpoints')).toMatchObject({
      Endpoints: [{ Address: 'dynamodb.eu-west-1.amazonaws.com' }],
    });
    expect(fixture.run('DescribeContinuousBackups', { TableName: 'orders' })).toMatchObject({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
      },
    });
  });

  it.each([0, 101])('lists no %i tables at a time', (Limit) => {
    expect(refusal(() => made().run('ListTables', { Limit }))).toContain("at 'limit'");
  });
});

describe('a table', () => {
  it('has the same id in every run', () => {
    const [one, other] = [made(), made()];
    expect(one.table['TableId']).toBe(other.table['TableId']);
    one.create({ ...ordersInput, TableName: 'stock' });
    const stock = one.run('DescribeTable', { TableName: 'stock' }) as { Table: object };
    expect(stock.Table).not.toMatchObject({ TableId: one.table['TableId'] });
  });
});
