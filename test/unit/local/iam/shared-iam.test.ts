import { describe, expect, it } from 'vitest';
import { Iam } from '../../../../local/iam/iam.ts';
import { SharedIam } from '../../../../local/iam/shared-iam.ts';
import { surroundings } from '../surroundings.ts';

/** They hang on nothing but what they are given. */
const PURE = ['constructor', 'describe'];

const methods = Object.getOwnPropertyNames(Iam.prototype).filter((name) => !PURE.includes(name));
const changes = methods.filter((name) => /^(create|put|attach|set|add)/.test(name));

describe('an IAM that several clouds share', () => {
  it.each(methods)('has a way of its own to %s', (name) => {
    expect(Object.hasOwn(SharedIam.prototype, name)).toBe(true);
  });

  it.each(changes)('refuses to %s once its resources are there', (name) => {
    const shared = new SharedIam(surroundings, new Iam(surroundings));
    const change = Reflect.get(shared, name) as () => void;
    expect(() => change.call(shared)).not.toThrow();
    shared.loaded();
    expect(() => change.call(shared)).toThrow('not simulated: a change of roles or policies');
  });

  it('knows every change', () => {
    const others = methods.filter((name) => !changes.includes(name));
    expect(others).toEqual(['authorise', 'isAllowed', 'assume']);
  });
});
