import { describe, expect, it } from 'vitest';
import { fidelityTable } from '../../../../local/fidelity.ts';
import { thing } from './fixtures.ts';

describe('the fidelity table', () => {
  const rows = fidelityTable(
    [thing],
    [{ name: 'sqs', parameters: { SendMessage: ['QueueUrl'] } }],
    [{ kind: 'pattern operator', name: 'prefix', status: 'simulated' }],
  );

  it.each([
    ['resource property', 'Test::Thing Value', 'simulated'],
    ['resource property', 'Test::Thing Note', 'recorded, not simulated'],
    ['resource property', 'Test::Thing Mode', 'only "FAST", "SAFE"'],
    ['operation', 'sqs:SendMessage', 'simulated'],
    ['intrinsic', 'Fn::Sub', 'simulated'],
    ['intrinsic', 'Fn::Or', 'simulated'],
    ['policy condition operator', 'ArnLike', 'simulated'],
    ['policy condition key', 'aws:sourcearn', 'simulated'],
    ['managed policy', 'service-role/AWSLambdaBasicExecutionRole', 'simulated'],
    ['pattern operator', 'prefix', 'simulated'],
  ])('has the %s %s as %s', (kind, name, status) => {
    expect(rows).toContainEqual(expect.objectContaining({ kind, name, status }));
  });
});
