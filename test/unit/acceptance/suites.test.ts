import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Vitest } from 'vitest/node';
import { StageError } from '../../../lib/config.ts';
import { CallError, isMendable } from '../../acceptance/call-error.ts';
import { summarise } from '../../acceptance/suites.ts';
import { MissingEngineError } from '../../engines/engine.ts';

const passed = { fullName: 'a test', result: () => ({ state: 'passed' }) };
const suite = { children: { allTests: () => [passed] }, state: () => 'passed' };

const codeOf = (errors: readonly unknown[], modules: readonly object[] = [suite]): number => {
  const state = { getTestModules: () => modules, getUnhandledErrors: () => errors };
  return summarise('somewhere', { state } as object as Vitest, 0);
};

describe('the exit code of a run', () => {
  const said: string[] = [];

  beforeEach(() => {
    said.length = 0;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  });

  it('is 0 when all that was run has passed', () => {
    expect(codeOf([])).toBe(0);
    expect(said.join('')).toMatch(/^somewhere: 1 passed, 0 failed, 0 left out in /);
  });

  it('is 1 when there was an error outside the tests, and that is said', () => {
    expect(codeOf([new Error('nobody caught it')])).toBe(1);
    expect(said.join('')).toContain('1 errors outside the tests');
  });

  it('is 1 when nothing was run', () => {
    expect(codeOf([], [])).toBe(1);
  });
});

describe('an error of the command', () => {
  it.each([new CallError('no such target'), new StageError('no'), new MissingEngineError('no')])(
    'needs no stack when the user can mend it: %s',
    (error) => {
      expect(isMendable(error)).toBe(true);
    },
  );

  it('keeps its stack when it is a mistake', () => {
    expect(isMendable(new TypeError('not a function'))).toBe(false);
  });
});
