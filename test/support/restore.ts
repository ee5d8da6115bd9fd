import { afterEach, vi } from 'vitest';

// Files share a process: what a test puts in the place of something must not outlive it.
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
