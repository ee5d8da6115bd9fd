import { describe, expect, it } from 'vitest';
import { BatchResponseError, readBatchResponse } from '../../../../local/lambda/batch-response.ts';

const read = (response: unknown) => readBatchResponse('consumer', response, ['m1', 'm2']);

describe('a batch response', () => {
  it.each([
    ['null', null],
    ['nothing', undefined],
    ['a string', 'done'],
    ['an empty object', {}],
    ['no failures', { batchItemFailures: [] }],
    ['null for the failures', { batchItemFailures: null }],
  ])('is full success if it is %s', (_what, response) => {
    expect(read(response)).toEqual({ kind: 'success' });
  });

  it('names the messages that failed', () => {
    const response = { batchItemFailures: [{ itemIdentifier: 'm2' }] };
    expect(read(response)).toEqual({ kind: 'partial', failed: new Set(['m2']) });
  });

  it.each([
    ['an empty identifier', [{ itemIdentifier: '' }]],
    ['a null identifier', [{ itemIdentifier: null }]],
    ['an identifier of no message', [{ itemIdentifier: 'm3' }]],
    ['a wrong inner key', [{ messageId: 'm1' }]],
    ['a null entry', [null]],
    ['one good and one bad identifier', [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }]],
    ['no list', 'm1'],
  ])('is full failure with %s', (_what, batchItemFailures) => {
    expect(read({ batchItemFailures })).toMatchObject({ kind: 'failure' });
  });

  it('with a wrong outer key is full success and a mistake, for AWS would lose the messages', () => {
    const verdict = read({ failures: [{ itemIdentifier: 'm1' }] });
    expect(verdict).toEqual({ kind: 'success', mistake: expect.any(BatchResponseError) });
    expect(verdict).toMatchObject({
      mistake: { message: expect.stringMatching(/^consumer answered a batch with { failures }/) },
    });
  });
});
