/** What nobody handles, which would end the process. */
const UNHANDLED = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * The last net of a server: an error that nobody handles is told, and the server goes on. Gives how to take the net
 * away, after which such an error ends the process again.
 */
export function spreadLastNet(
  tell: (line: string) => void = console.error,
  on: Pick<NodeJS.Process, 'on' | 'off'> = process,
): () => void {
  const take = (error: unknown): void =>
    tell(
      error instanceof Error
        ? (error.stack ?? error.message)
        : 'something was thrown that is no error',
    );
  for (const event of UNHANDLED) on.on(event, take);
  return () => {
    for (const event of UNHANDLED) on.off(event, take);
  };
}
