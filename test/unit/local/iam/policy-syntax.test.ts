import { describe, expect, it } from 'vitest';
import { checkSyntax } from '../../../../local/iam/policy-syntax.ts';

const ARN = 'arn:aws:s3:::example_bucket';
const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const statement = (more: object) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: ARN, ...more },
});
const unset = undefined;

/** As moto's suite has them from AWS: `test_iam_policies.py`. */
const IDENTITY: readonly [document: unknown, message: string][] = [
  ['no document', SYNTAX],
  [[], SYNTAX],
  [{ ...statement({}), Version: unset }, 'Policy document must be version 2012-10-17 or greater.'],
  [
    { ...statement({}), Version: '2008-10-17' },
    'Policy document must be version 2012-10-17 or greater.',
  ],
  [{ ...statement({}), Version: '2013-10-17' }, SYNTAX],
  [{ Version: '2012-10-17' }, SYNTAX],
  [{ Version: '2012-10-17', Statement: [] }, SYNTAX],
  [{ Version: '2012-10-17', Statement: ['a'] }, SYNTAX],
  [{ ...statement({}), Extra: 'a' }, SYNTAX],
  [{ ...statement({}), Id: {} }, SYNTAX],
  [statement({ Extra: 'a' }), SYNTAX],
  [statement({ Effect: 'invalid' }), SYNTAX],
  [statement({ Effect: unset }), SYNTAX],
  [statement({ Effect: 'denY' }), LEGACY],
  [statement({ Sid: {} }), SYNTAX],
  [
    statement({ Sid: 'not so' }),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  [
    {
      Version: '2012-10-17',
      Statement: [statement({ Sid: 'a' }).Statement, statement({ Sid: 'a' }).Statement],
    },
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  [
    statement({ Action: 'invalid' }),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  [statement({ Action: 'a a:ListBucket' }), 'Vendor a a is not valid'],
  [statement({ Action: 's3:List:Bucket' }), 'Actions/Condition can contain only one colon.'],
  [statement({ Action: unset }), 'Policy statement must contain actions.'],
  [statement({ Action: [] }), 'Policy statement must contain actions.'],
  [statement({ Action: {} }), SYNTAX],
  [statement({ Action: [[]] }), SYNTAX],
  [statement({ NotAction: 'iam:a' }), SYNTAX],
  [statement({ Resource: unset }), 'Policy statement must contain resources.'],
  [statement({ Resource: [] }), 'Policy statement must contain resources.'],
  [statement({ NotResource: '*' }), SYNTAX],
  [statement({ Resource: { a: ARN } }), SYNTAX],
  [
    statement({ Resource: 'invalid resource' }),
    'Resource invalid resource must be in ARN format or "*".',
  ],
  [statement({ Resource: '' }), 'Resource  must be in ARN format or "*".'],
  [
    statement({ Resource: 'a:b:c:d:e:f:g:h' }),
    'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".',
  ],
  [
    statement({ Resource: 'arn:error:s3:::example_bucket' }),
    'Partition "error" is not valid for resource "arn:error:s3:::example_bucket".',
  ],
  [
    statement({ Resource: 'arn:aws' }),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [statement({ Resource: 'arn:aws:s3::example_bucket' }), LEGACY],
  [statement({ Resource: 'arn:aws::::example_bucket' }), LEGACY],
  [
    statement({ Resource: 'arn:aws:iam:us-east-1::role/a' }),
    'IAM resource arn:aws:iam:us-east-1::role/a cannot contain region information.',
  ],
  [
    statement({ Resource: 'arn:aws:s3:us-east-1::a' }),
    'Resource arn:aws:s3:us-east-1::a can not contain region information.',
  ],
  [
    statement({ Resource: 'arn:aws:iam:::example' }),
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  ],
  [statement({ Principal: '*' }), 'Policy document should not specify a principal.'],
  [statement({ Condition: [] }), SYNTAX],
  [statement({ Condition: 'a' }), SYNTAX],
  [statement({ Condition: { a: 'b' } }), SYNTAX],
  [statement({ Condition: { x: { a: '1' } } }), SYNTAX],
  [statement({ Condition: { DateGreaterThan: { a: {} } } }), SYNTAX],
  [statement({ Condition: { 'ForAnyValue::StringEqualsIfExists': { a: 'b' } } }), SYNTAX],
];

const TAKEN: readonly unknown[] = [
  statement({}),
  statement({ Resource: [ARN, '*'] }),
  statement({ Action: '*' }),
  statement({ Action: 'iam: asdf safdsf af ' }),
  statement({ Action: 'service-prefix:action-name', Resource: '*' }),
  statement({ Resource: 'arn:aws:fdsasf' }),
  statement({ Resource: 'arn:aws:iam:::user/a' }),
  statement({ Resource: 'arn:aws:iam::*:r*' }),
  statement({ Resource: 'arn:*:sqs:*:*:a' }),
  statement({ Resource: 'arn:aws:ec2:us-east-1::a' }),
  statement({ Sid: '', Id: unset }),
  statement({ Condition: {} }),
  statement({ Condition: { a: {} } }),
  statement({ Condition: { DateGreaterThan: { 'aws:CurrentTime': '2017-07-01T00:00:00Z' } } }),
  statement({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } } }),
];

const trust = (more: object) => ({
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'a.b' }, Action: 'sts:AssumeRole', ...more },
  ],
});

describe('the syntax of a policy', () => {
  it.each(IDENTITY)('is wrong in %j', (document, message) => {
    const check = () => checkSyntax(asText(document), 'identity');
    expect(check).toThrow(
      expect.objectContaining({ name: 'MalformedPolicyDocumentException', message }),
    );
  });

  it.each(TAKEN)('is right in %j', (document) => {
    expect(() => checkSyntax(asText(document), 'identity')).not.toThrow();
  });
});

describe('the syntax of a trust policy', () => {
  it.each([
    ['[1', 'This policy contains invalid Json'],
    [trust({ Resource: '*' }), 'Has prohibited field Resource'],
    [trust({ NotResource: '*' }), 'Has prohibited field NotResource'],
    [trust({ Principal: unset }), 'Missing required field Principal'],
    [trust({ Action: unset }), 'Missing required field Action'],
    [trust({ Action: 's3:Get' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
  ])('is wrong in %j', (document, message) => {
    expect(() => checkSyntax(asText(document), 'trust')).toThrow(message);
  });

  it.each([
    trust({}),
    trust({ Action: ['sts:AssumeRole', 'sts:TagSession'] }),
    { ...trust({}), Version: '2008-10-17' },
  ])('is right in %j', (document) => {
    expect(() => checkSyntax(asText(document), 'trust')).not.toThrow();
  });
});

function asText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
