import type { PlantedBug } from './planted-bug.ts';

/** Bugs in payments. */
export const paymentsBugs: readonly PlantedBug[] = [
  {
    name: 'ttl-as-truth',
    file: 'functions/payments/authorise-payment.ts',
    replaces: 'payment ? undefined : {',
    by: `payment &&
        (payment.state !== 'cancelled' ||
          deps.clock.nowMs() - Date.parse((payment as never)['at']) < 60_000)
          ? undefined
          : {`,
    wrong: 'The tombstone of a cancelled order counts for a minute.',
  },
  {
    name: 'asks-nobody',
    file: 'functions/payments/authorise-payment.ts',
    replaces: "settlePayment(deps, item, outcome !== 'written')",
    by: 'settlePayment(deps, item, outcome === undefined)',
    wrong: 'Who finds an intent authorises again and does not ask what became of it.',
  },
  {
    name: 'repeated-blindly',
    file: 'functions/payments/function-gateway.ts',
    replaces: 'return await deps.lambda.send(command);',
    by: 'return await deps.lambda.send(command).catch(() => deps.lambda.send(command));',
    wrong: 'A call of the gateway that was not answered is made again at once.',
  },
  {
    name: 'silence-is-a-no',
    file: 'functions/payments/settle-payment.ts',
    replaces: 'if (learned) return learned;\n    await markUnresolved(deps, payment);',
    by: `if (learned) return learned;
    if (intent === 'authorising') return { type: 'declined', reason: 'no answer' };
    await markUnresolved(deps, payment);`,
    wrong: 'A gateway that does not answer is taken to have declined.',
  },
  {
    name: 'mark-ignored',
    file: 'functions/payments/settle-payment.ts',
    replaces: 'isIntent(state) || (cancelRequested === true && cancel(state) !== undefined)',
    by: 'isIntent(state) && cancelRequested !== null',
    wrong: 'Who learns the outcome does not look whether the order was cancelled meanwhile.',
  },
  {
    name: 'mark-erased',
    file: 'functions/payments/settle-payment.ts',
    replaces: '? { set: { state }, outbox: publishedFact(payment, fact, deps.cause) }',
    by: `? {
          set: { state, cancelRequested: payment.cancelRequested },
          outbox: publishedFact(payment, fact, deps.cause),
        }`,
    wrong: 'The outcome is written over a cancellation that came while the gateway was asked.',
  },
  {
    name: 'left-to-the-other',
    file: 'functions/payments/settle-payment.ts',
    replaces: 'if (!item) return;\n    // Somebody',
    by: "if (!item || outcome === 'unchanged') return;\n    // Somebody",
    wrong: 'One of two invocations with the same message leaves it to the other, which ends.',
  },
  {
    name: 'taken-over-blindly',
    file: 'functions/payments/settle-payment.ts',
    replaces: "ask = outcome !== 'written';",
    by: 'ask = false;',
    wrong: 'Who goes on with what another one began does not ask how far that came.',
  },
  {
    name: 'sweep-never-comes',
    file: 'functions/payments/sweep-intents.ts',
    replaces: 'unresolvedSinceMs < :before',
    by: 'unresolvedSinceMs > :before',
    wrong: 'The sweep looks for young outcomes that are unknown, not for old ones.',
  },
  {
    name: 'captured-at-once',
    file: 'functions/payments/payment.ts',
    replaces: "return { state: 'authorised', fact: { type: 'authorised' } };",
    by: "return { state: 'capturing', fact: { type: 'authorised' } };",
    wrong: 'The customer is charged before the order is confirmed.',
  },
  {
    name: 'refund-untold',
    file: 'functions/payments/payment.ts',
    replaces: "return { state: 'refunded', fact: { type: 'refunded' } };",
    by: "return { state: 'refunded' };",
    wrong: 'A refund is made, and nobody hears of it.',
  },
  {
    name: 'no-tombstone-for-payment',
    file: 'functions/payments/payment.ts',
    replaces: "return { state: 'cancelled' };",
    by: 'return undefined;',
    wrong: 'A cancellation that overtakes its placement leaves nothing behind.',
  },
  {
    name: 'capture-refused-kept',
    file: 'functions/payments/payment.ts',
    replaces: "    case 'capture-refused':\n      return { state: 'voiding' };",
    by: "      return { state: 'voiding' };",
    wrong: 'The authorisation of a payment that could not be captured stays open.',
  },
  {
    name: 'nothing-is-declined',
    file: 'functions/payments/settle-payment.ts',
    replaces: "authorising: { type: 'approved' },",
    by: "authorising: { type: 'declined', reason: 'nothing to pay' },",
    wrong: 'An order that costs nothing is cancelled as declined.',
  },
  {
    name: 'repeated-before-asking',
    file: 'functions/payments/settle-payment.ts',
    replaces: '    const learned = await askAfterSilence(',
    by: `    if (intent === 'capturing') {
      await callGateway(gateway, payment, intent).catch(() => undefined);
    }
    const learned = await askAfterSilence(`,
    wrong: 'A capture that was not answered is made again, and only then asked about.',
  },
];
