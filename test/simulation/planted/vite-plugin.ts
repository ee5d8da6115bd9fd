import { bugNamed } from './index.ts';
import { pathOf } from './module-hooks.ts';
import { plant } from './planted-bug.ts';

/** A Vite plugin that plants the bug of this name; none for none. */
export function plantedBug(name: string | undefined) {
  if (!name) return [];
  const bug = bugNamed(name);
  return [
    {
      name: `planted-${name}`,
      enforce: 'pre' as const,
      transform: (code: string, id: string) => (id === pathOf(bug) ? plant(code, bug) : undefined),
    },
  ];
}
