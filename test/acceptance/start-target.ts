import { inject } from 'vitest';
import type { Service } from '../../lib/service.ts';
import { EmbeddedTarget } from './embedded-target.ts';
import { type Deployment, RemoteTarget } from './remote-target.ts';
import type { Target } from './target.ts';

/** The target that `npm run acceptance` was told to run the suites against. */
export type Provided = { kind: 'bundles' } | { kind: 'deployed'; deployment: Deployment };

declare module 'vitest' {
  interface ProvidedContext {
    /** Without it, suites run on the embedded cloud. */
    target?: Provided;
  }
}

/** The target of this run; on the embedded cloud, a platform of the suite's own. */
export async function startTarget(extraServices: readonly Service[]): Promise<Target> {
  const target = inject('target');
  if (target?.kind === 'deployed') return RemoteTarget.start(target.deployment);
  if (target?.kind === 'bundles') return EmbeddedTarget.startBundles(extraServices);
  return EmbeddedTarget.start({ extraServices });
}
