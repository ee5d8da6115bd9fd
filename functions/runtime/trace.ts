const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACE_HEADER =
  /Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:.*Parent=([0-9a-f]{16}))?(?:.*Sampled=([01]))?/;

/**
 * The W3C trace context of an X-Ray header; X-Ray's trace id is the same 32 digits in two parts
 * (docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html). Undefined if it is none.
 */
export function traceparentOf(traceHeader: string | undefined): string | undefined {
  const match = traceHeader ? TRACE_HEADER.exec(traceHeader) : null;
  if (!match) return undefined;
  const [, epoch, unique, parent, sampled] = match;
  return `00-${epoch}${unique}-${parent ?? unique!.slice(0, 16)}-0${sampled ?? '1'}`;
}

/** The X-Ray header of a W3C trace context, for `PutEvents` entries and SQS messages. */
export function traceHeaderOf(traceparent: string | undefined): string | undefined {
  if (!isTraceparent(traceparent)) return undefined;
  const sampled = Number.parseInt(traceparent.slice(53), 16) & 1;
  const root = `1-${traceparent.slice(3, 11)}-${traceparent.slice(11, 35)}`;
  return `Root=${root};Parent=${traceparent.slice(36, 52)};Sampled=${sampled}`;
}

/** The trace context of an event: its cause's trace, with the event itself as the parent span. */
export function childTraceparent(
  traceparent: string | undefined,
  eventId: string,
): string | undefined {
  if (!isTraceparent(traceparent)) return undefined;
  return `${traceparent.slice(0, 36)}${eventId.slice(0, 16)}${traceparent.slice(52)}`;
}

/** Fields of a trace context have fixed places: version 0-1, trace 3-34, parent 36-51, flags 53-54. */
function isTraceparent(text: string | undefined): text is string {
  return text !== undefined && TRACEPARENT.test(text);
}
