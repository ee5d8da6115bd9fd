import type { PlantedBug } from './planted-bug.ts';

/** Retries without a pause: everything comes right in the end, at the cost of a storm. */
export const stormBugs: readonly PlantedBug[] = [
  {
    name: 'sweep-without-pause',
    file: 'functions/payments/sweep-intents.ts',
    replaces: '    await settlePayment(owned, payment, true);\n',
    by: `    while (deps.remainingMs() > RESERVE_MS) {
      try {
        await settlePayment(owned, payment, true);
        return;
      } catch {}
    }
    await settlePayment(owned, payment, true);
`,
    wrong: 'The sweep asks a silent gateway again and again as long as its tick lasts.',
  },
  {
    name: 'relay-without-pause',
    file: 'functions/runtime/relay.ts',
    replaces: '  const failed = await publish(deps, deps.busName(), outgoing);\n',
    by: `  const put = () => publish(deps, deps.busName(), outgoing);
  let attempt = await put().catch(() => undefined);
  while (!attempt && deps.remainingMs() > 5_000) attempt = await put().catch(() => undefined);
  const failed = attempt ?? (await put());
`,
    wrong:
      'The relay calls a bus that is out of service again and again as long as its invocation lasts.',
  },
];
