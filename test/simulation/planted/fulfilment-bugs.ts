import type { PlantedBug } from './planted-bug.ts';

/** Bugs in fulfilment. */
export const fulfilmentBugs: readonly PlantedBug[] = [
  {
    name: 'shipped-unpaid',
    file: 'functions/fulfilment/shipment.ts',
    replaces: "return state === 'paid' ? 'dispatched' : 'opened';",
    by: "return 'dispatched';",
    wrong: 'A parcel leaves when its order is confirmed, paid or not.',
  },
  {
    name: 'stopped-after-it-left',
    file: 'functions/fulfilment/shipment.ts',
    replaces: "if (state === 'dispatched' || state === 'stopped') return undefined;",
    by: `if (state === 'stopped') return undefined;
  if (state === 'dispatched') return signal === 'cancellation-requested' ? 'stopped' : undefined;`,
    wrong: 'A cancellation stops a parcel that has left.',
  },
  {
    name: 'stop-overtakes',
    file: 'functions/fulfilment/shipment.ts',
    replaces: "if (signal === 'cancellation-requested') return 'stopped';",
    by: "if (signal === 'cancellation-requested') return state && 'stopped';",
    wrong: 'A cancellation that overtakes the confirmation is forgotten.',
  },
  {
    name: 'payment-overtakes',
    file: 'functions/fulfilment/shipment.ts',
    replaces: "return state === 'opened' ? 'dispatched' : 'paid';",
    by: "return state === 'opened' ? 'dispatched' : undefined;",
    wrong: 'A payment that overtakes the confirmation is forgotten.',
  },
  {
    name: 'stop-untold',
    file: 'functions/fulfilment/change-shipment.ts',
    replaces: "reason: 'cancellation' }, cause)];",
    by: "reason: 'cancellation' }, cause)].slice(1);",
    wrong: 'A shipment is stopped, and nobody hears of it.',
  },
];
