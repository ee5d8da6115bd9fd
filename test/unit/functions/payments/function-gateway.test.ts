import { describe, expect, it } from 'vitest';
import { functionGateway } from '../../../../functions/payments/function-gateway.ts';
import { answering } from '../../../support/ports.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

/** The gateway behind a function that answers so, and the requests that reached it. */
function gatewayAnswering(answer: () => unknown) {
  const { port, calls } = answering({ Invoke: answer });
  const gateway = functionGateway({ lambda: port, gatewayFunction: () => 'the-gateway' });
  const requests = () =>
    calls.map(({ input }) => JSON.parse(Buffer.from(input.Payload as Uint8Array).toString()));
  return { gateway, requests, calls };
}

describe('the gateway behind a function', () => {
  it('is called by name, with the operation and the merchant reference', async () => {
    const answers = ['approved', 'captured', 'voided', 'refunded'].map((type) => ({ type }));
    const all: object[] = [...answers, { state: 'captured' }];
    const { gateway, requests, calls } = gatewayAnswering(() => ({ Payload: bytes(all.shift()) }));
    const amount = { amount: 100, currency: 'USD' };
    await gateway.authorise({ reference: 'order-1', amount, cardToken: 'tok_visa' });
    await gateway.capture('order-1');
    await gateway.void('order-1');
    await gateway.refund('order-1');
    await gateway.find('order-1');
    expect(calls[0]!.input.FunctionName).toBe('the-gateway');
    expect(requests()).toEqual([
      { operation: 'authorise', reference: 'order-1', amount, cardToken: 'tok_visa' },
      ...['capture', 'void', 'refund', 'find'].map((operation) => ({
        operation,
        reference: 'order-1',
      })),
    ]);
  });

  it.each([
    ['long', 'r'.repeat(500), 'r'.repeat(128)],
    ['missing', undefined, 'not given'],
  ])('may decline with a reason that is %s', async (_what, reason, kept) => {
    const { gateway } = gatewayAnswering(() => ({ Payload: bytes({ type: 'refused', reason }) }));
    expect(await gateway.capture('order-1')).toEqual({ type: 'refused', reason: kept });
  });

  it.each([
    ['nothing', null],
    ['a state that it has not', { type: 'pending' }],
    ['the answer to another question', { type: 'refunded' }],
  ])('leaves the outcome unknown when it answers %s', async (_what, answer) => {
    const { gateway } = gatewayAnswering(() => ({ Payload: bytes(answer) }));
    await expect(gateway.capture('order-1')).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('gives its answer', async () => {
    const { gateway } = gatewayAnswering(() => ({ Payload: bytes({ type: 'captured' }) }));
    expect(await gateway.capture('order-1')).toEqual({ type: 'captured' });
  });

  it.each([
    [
      'fails',
      () => ({ FunctionError: 'Unhandled', Payload: bytes({ errorMessage: 'timed out' }) }),
    ],
    ['answers nothing', () => ({})],
    ['answers an empty text', () => ({ Payload: new Uint8Array() })],
    [
      'cannot be reached',
      () => {
        throw new Error('connect ETIMEDOUT');
      },
    ],
  ])('leaves the outcome unknown when it %s', async (_what, answer) => {
    await expect(gatewayAnswering(answer).gateway.void('order-1')).rejects.toMatchObject({
      code: 'outcome-unknown',
      retriable: true,
      message: expect.stringContaining('void of order-1'),
    });
  });

  it('keeps why it could not be reached', async () => {
    const cause = new Error('AccessDenied: lambda:InvokeFunction');
    const { gateway } = gatewayAnswering(() => {
      throw cause;
    });
    await expect(gateway.find('order-1')).rejects.toMatchObject({
      cause,
      message: expect.stringContaining('AccessDenied'),
    });
  });
});
