import { contracts } from '../../events/index.ts';
import { describeIssues, validate } from '../../functions/runtime/validation.ts';
import type { Invariant } from '../invariant.ts';

const byName = new Map(contracts.map((contract) => [contract.name, contract]));

/** No event that breaks its contract reaches the bus. */
export const contractsKept: Invariant = {
  guarantee: 10,
  name: 'contracts-kept',
  watch({ ledger }, report) {
    ledger.watch({
      event: (event, first) => {
        if (!first) return;
        const contract = byName.get(event.eventType);
        if (!contract) return report(event.eventId, `${event.eventType} has no contract`);
        const checked = validate(contract.envelope, event);
        if (checked.success) return;
        const what = describeIssues(checked.error.issues);
        report(event.eventId, `${event.eventType} breaks its contract: ${what}`);
      },
    });
  },
};
