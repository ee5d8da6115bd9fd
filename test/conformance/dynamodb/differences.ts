import type { Comparison, JudgedDifference } from '../judgement.ts';
import {
  type MetDifference,
  REFERENCE,
  reads,
  recorded,
  transactions,
  writes,
} from './met-difference.ts';
import { orders } from './orders.ts';
import { wordings } from './wordings.ts';

/** Every judged difference that sequences may meet; what comes first explains first. */
export const differences: readonly MetDifference[] = [...wordings, ...orders];

/** Differences that are kept out of the sequences, for what follows them would differ too. */
export const avoided: readonly JudgedDifference[] = [
  {
    concerns: ['dynamodb:UpdateItem', 'dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source:
      'scylladb/scylladb, test/alternator/test_update_expression.py, run against AWS; issue 5862',
    differs: 'an update that only removes makes an item there where there is none',
  },
  {
    concerns: ['dynamodb:TransactWriteItems'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs:
      'conditions within a transaction may look into an attribute that is the key of an index there',
  },
  {
    concerns: ['dynamodb:Scan', 'dynamodb:BatchGetItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented' },
    source: 'Amazon DynamoDB Developer Guide, "Scanning tables": no order is promised',
    differs: 'the order of the items, and so where pages end',
  },
  {
    concerns: ['dynamodbstreams:GetRecords'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB Streams API Reference, AttributeValue: one member is always there',
    differs: 'an empty map in a record has no type there',
  },
  {
    concerns: [...writes, ...reads, 'dynamodb:GetItem'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB Developer Guide, "Naming rules and data types": zeros are trimmed',
    differs: 'numbers are given back as they were spelt there, such as 1e2',
  },
  {
    concerns: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats"',
    differs: 'capacity units, which are given there although nobody asked, and counted otherwise',
  },
];

const changesOnAws = 'scylladb/scylladb, test/alternator/test_gsi_updatetable.py, run against AWS';

/** Of the control plane, where only the names of errors are compared. */
const ofTables: readonly JudgedDifference[] = [
  {
    concerns: ['dynamodb:CreateTable', 'dynamodb:UpdateTable', 'dynamodb:UpdateTimeToLive'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs: 'the words for what is refused',
  },
  {
    concerns: ['dynamodb:CreateTable', 'dynamodb:UpdateTable', 'dynamodb:DeleteTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB API Reference, CreateTable: the table is CREATING, and ACTIVE later',
    differs: 'tables are made and deleted at once there',
  },
  {
    concerns: ['dynamodb:CreateTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: recorded },
    differs:
      'provisioned throughput of a table on demand is taken there, and no class or view is unknown',
  },
  {
    concerns: ['dynamodb:UpdateTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: changesOnAws },
    differs:
      'one change of an index that creates and deletes is a ValidationException, and a LimitExceededException there',
  },
  {
    concerns: ['dynamodb:UpdateTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud', source: changesOnAws },
    differs: 'the types of attributes that are no keys are left out, and stored there',
  },
  {
    concerns: ['dynamodb:UpdateTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB API Reference, UpdateTable, ValidationException; BillingMode',
    differs:
      'units of an index that do not fit the billing mode, and an unknown billing mode, are an InternalFailure there or are taken',
  },
  {
    concerns: ['dynamodb:UpdateTable'],
    ...{ reference: REFERENCE, awsAgreesWith: 'not documented', source: 'no source was found' },
    differs:
      'the error for units of an index that is not there, for attributes that are defined twice, and for an index on keys that are defined already',
  },
  {
    concerns: ['dynamodb:UpdateTimeToLive'],
    ...{ reference: REFERENCE, awsAgreesWith: 'embedded cloud' },
    source: 'Amazon DynamoDB API Reference, UpdateTimeToLive: one change an hour',
    differs: 'a time to live can be changed as often as one likes there',
  },
];

/** What is compared with DynamoDB Local, and what was found. */
export const comparison: Comparison = {
  reference: REFERENCE,
  covers: [
    ...writes,
    ...reads,
    ...transactions,
    ...['GetItem', 'BatchGetItem', 'BatchWriteItem', 'CreateTable', 'UpdateTable'].map(
      (name) => `dynamodb:${name}`,
    ),
    ...['DeleteTable', 'DescribeTable', 'ListTables', 'UpdateTimeToLive', 'DescribeTimeToLive'].map(
      (name) => `dynamodb:${name}`,
    ),
    ...['DescribeStream', 'GetShardIterator', 'GetRecords'].map(
      (name) => `dynamodbstreams:${name}`,
    ),
  ],
  differences: [...differences, ...avoided, ...ofTables],
};
