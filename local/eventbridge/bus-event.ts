/** An event on a bus. */
export interface BusEvent {
  /** The outer id, which a replay keeps and a retry of PutEvents does not. */
  id: string;
  source: string;
  detailType: string;
  /** The event as JSON text, as targets without an input of their own get it. */
  text: string;
  /** The same, parsed, for patterns; nobody changes it. */
  parsed: Record<string, unknown>;
  traceHeader: string | undefined;
  ingestedMs: number;
  /** Present if the event comes from an archive. */
  replayName?: string;
}

/** An instant as events carry it: ISO 8601 in seconds. */
export function eventTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
