import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import type { FactWorld, VerifiedFact } from '../fact.ts';

const PATTERNS = 'localstack/localstack tests/aws/services/events/test_events_patterns.py';

const EVENT = {
  id: '1',
  source: 'test-source',
  'detail-type': 'test-detail-type',
  account: '123456789012',
  region: 'us-east-2',
  time: '2022-07-13T13:48:01Z',
};

/** Whether an event with these fields matches; rejects for a pattern that is refused. */
async function matches(
  { send }: FactWorld,
  pattern: object | string,
  fields: object = {},
): Promise<boolean> {
  const EventPattern = typeof pattern === 'string' ? pattern : JSON.stringify(pattern);
  const Event = JSON.stringify({ ...EVENT, ...fields });
  const { Result } = await send(new TestEventPatternCommand({ EventPattern, Event }));
  return Result;
}

/** Patterns that AWS refuses, and why; the place that its parser adds is left out. */
const refused: readonly [string, object | string, string][] = [
  ['int_nolist_EXC', { int: 42 }, '"int" must be an object or an array'],
  ['string_nolist_EXC', { string: 'my-value' }, '"string" must be an object or an array'],
  ['arrays_empty_EXC', { resources: [] }, 'Empty arrays are not allowed'],
  [
    'content_numeric_operatorcasing_EXC',
    { detail: { equal: [{ NUMERIC: ['=', 5] }] } },
    'Unrecognized match type NUMERIC',
  ],
  ['operator_case_sensitive_EXC', { my_key: [{ EXISTS: true }] }, 'Unrecognized match type EXISTS'],
  [
    'content_numeric_EXC',
    { detail: { 'c-count': [{ numeric: ['>', 0, '>', 0] }] } },
    'Bad numeric range operator: >',
  ],
  [
    'content_numeric_syntax_EXC',
    { detail: { 'c-count': [{ numeric: ['>', 0, '<'] }] } },
    'Value of < must be numeric',
  ],
  [
    'content_wildcard_complex_EXC',
    { EventBusArn: [{ wildcard: '*:*:*:*:*:event-bus/*' }] },
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  ],
  [
    'content_wildcard_repeating_star_EXC',
    { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:**:event-bus/*' }] },
    'Consecutive wildcard characters at pos 26',
  ],
  [
    'content_ignorecase_EXC',
    { 'detail-type': [{ 'equals-ignore-case': ['ec2 instance'] }] },
    'equals-ignore-case match pattern must be a string',
  ],
  [
    'content_ignorecase_list_EXC',
    { 'detail-type': [{ 'equals-ignore-case': { prefix: 'ec2' } }] },
    'equals-ignore-case match pattern must be a string',
  ],
  [
    'content_ip_address_EXC',
    { detail: { sourceIPAddress: [{ cidr: 'bad-filter' }] } },
    "Malformed CIDR, one '/' required",
  ],
  [
    'content_anything_but_ignorecase_EXC',
    { detail: { state: [{ 'anything-but': { 'equals-ignore-case': 123 } }] } },
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  ],
  [
    'content_anything_but_ignorecase_list_EXC',
    { detail: { state: [{ 'anything-but': { 'equals-ignore-case': [123, 456] } }] } },
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  ],
];

const refusals = refused.map(
  ([name, pattern, reason]): VerifiedFact => ({
    says: `the pattern ${JSON.stringify(pattern)} is refused: ${reason}`,
    source: `${PATTERNS}, test_event_pattern[${name}]`,
    async holds(world) {
      await world.expect(matches(world, pattern)).rejects.toMatchObject({
        name: 'InvalidEventPatternException',
        message: `Event pattern is not valid. Reason: ${reason}`,
      });
    },
  }),
);

const FILE = '/Files/ls_user/dir/dir/dir/dir/dir/doc.txt';
const BUS = 'arn:aws:events:us-east-1:123456789012:event-bus/myEventBus';

/** Patterns with wildcards that are not too complex. */
const taken: readonly [string, object, object][] = [
  [
    'content_wildcard_repeating',
    { FileName: [{ wildcard: '/Files/*/dir/dir/dir/dir/dir/doc.txt' }] },
    { FileName: FILE },
  ],
  [
    'content_wildcard_nonrepeating',
    { FileName: [{ wildcard: '/Files/*/doc.txt' }] },
    { FileName: FILE },
  ],
  [
    'content_wildcard_simplified',
    { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
    { EventBusArn: BUS },
  ],
];

const matched = taken.map(
  ([name, pattern, fields]): VerifiedFact => ({
    says: `the pattern ${JSON.stringify(pattern)} is taken, and matches`,
    source: `${PATTERNS}, test_event_pattern[${name}]`,
    async holds(world) {
      world.expect(await matches(world, pattern, fields)).toBe(true);
    },
  }),
);

/** What AWS says of patterns. */
export const patternFacts: readonly VerifiedFact[] = [...refusals, ...matched];
