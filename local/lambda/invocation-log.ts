/** What Lambda writes about an invocation, as far as it is known here: memory is not measured. */
export function logOf(lines: readonly string[], requestId: string, durationMs: number): string {
  return [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...lines,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\t`,
  ].join('\n');
}
