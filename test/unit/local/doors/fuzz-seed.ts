/** Another seed makes other inputs: `ORDERLY_FUZZ_SEED=2 npx vitest run test/unit/local/doors test/unit/local/wire`. */
export const FUZZ_SEED = Number(process.env['ORDERLY_FUZZ_SEED'] ?? 1);

/** Troubles that functions, events and clients cause; any other one is a mistake of the embedded cloud. */
const CAUSED_BY_OTHERS =
  /^(BatchResponseError|TargetInputError|LostEventError|NotSimulatedError|AccessDenied\w*): /;

/** Whether a line in the cloud's own log tells of what others have done. */
export function isCausedByOthers(line: string): boolean {
  return CAUSED_BY_OTHERS.test(line);
}
