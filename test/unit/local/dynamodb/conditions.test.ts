import { describe, expect, it } from 'vitest';
import { Fixture, type Item, N, S } from './fixture.ts';

const item: Item = {
  pk: S('a'),
  n: N(5),
  big: N('12345678901234567890'),
  s: S('strö😀'),
  ok: { BOOL: true },
  nothing: { NULL: true },
  bytes: { B: new Uint8Array([1, 200]) },
  m: { M: { x: N(1), deep: { L: [S('y')] } } },
  l: { L: [N(1), S('x'), { M: { k: S('v') } }] },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2.5'] },
  bs: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
};

/** Values by name, of which a condition gets those it mentions. */
const values: Item = {
  ':one': N('1.0'),
  ':five': N('5'),
  ':nine': N('9'),
  ':bigger': N('12345678901234567891'),
  ':str': S('str'),
  ':r': S('r'),
  ':a': S('a'),
  ':x': S('x'),
  ':typeM': S('M'),
  ':typeS': S('S'),
  ':yes': { BOOL: true },
  ':null': { NULL: true },
  ':byte': { B: new Uint8Array([1]) },
  ':high': { B: new Uint8Array([1, 100]) },
  ':ba': { SS: ['b', 'a'] },
  ':map': { M: { deep: { L: [S('y')] }, x: N('1.00') } },
  ':list': { L: [N(1), S('x'), { M: { k: S('v') } }] },
};

function holds(condition: string): boolean {
  const fixture = new Fixture();
  fixture.put(item);
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(condition));
  return fixture.holds(condition, used.length === 0 ? undefined : Object.fromEntries(used));
}

describe('a condition', () => {
  it.each([
    'n = :five',
    'n <> :nine',
    'n < :nine AND n <= :five AND n >= :five AND n > :one',
    'big < :bigger',
    's > :str',
    'bytes > :high',
    'ok = :yes',
    'nothing = :null',
    'ss = :ba',
    'm = :map',
    'l = :list',
    'm.x = l[0]',
    'm.deep[0] <> l[1]',
    ':nine > n',
    ':one = :one',
    'n BETWEEN :one AND :nine',
    'n between :five and :five',
    'n IN (:one, :five)',
    'attribute_exists(m.deep[0])',
    'attribute_not_exists(m.deep[1])',
    'attribute_not_exists(s.x.y[3])',
    'attribute_type(m, :typeM)',
    'begins_with(s, :str)',
    'begins_with(bytes, :byte)',
    'contains(s, :r)',
    'contains(ss, :a)',
    'contains(ns, :one)',
    'contains(bs, :byte)',
    'contains(bytes, :byte)',
    'contains(l, :x)',
    'size(ss) < size(l)',
    'size(m) > :one',
    'contains(l, size(:a))',
    'NOT n = :one',
    'NOT NOT n = :five',
    '(n) = :five',
    '(n = :five OR n = :one) AND (n = :five)',
    'n = :five OR n = :one AND n = :nine',
    'NOT n = :one AND n = :five',
    'n=:five\tAnd\nn<>:one',
  ])('holds: %s', (condition) => {
    expect(holds(condition)).toBe(true);
  });

  it.each([
    'n = :one',
    's = :five',
    's < :five',
    'ok < n',
    'attribute_type(gone, :typeS)',
    'attribute_type(n, :typeS)',
    'begins_with(n, :str)',
    'begins_with(gone, :str)',
    'contains(n, :five)',
    'contains(ss, :ba)',
    'contains(gone, :x)',
    'n IN (gone, s)',
    'n BETWEEN :one AND s',
    'size(n) = :one',
    'attribute_exists(m[0])',
    'attribute_exists(l.k)',
    'attribute_exists(valueOf)',
    'NOT n = :five',
    'NOT (n = :five AND n = :five)',
  ])('does not hold: %s', (condition) => {
    expect(holds(condition)).toBe(false);
  });

  it('is false for a comparison with a missing attribute, but for <>', () => {
    for (const comparator of ['=', '<', '<=', '>', '>=']) {
      expect(holds(`gone ${comparator} :five`)).toBe(false);
      expect(holds(`size(gone) ${comparator} :five`)).toBe(false);
    }
    expect(holds('gone <> :five')).toBe(true);
    expect(holds('gone = absent')).toBe(false);
    expect(holds('gone <> absent')).toBe(true);
  });

  it('counts a string in UTF-16 units', () => {
    const fixture = new Fixture();
    fixture.put(item);
    expect(fixture.holds('size(s) = :six', { ':six': N(6) })).toBe(true);
  });

  it('orders strings by their UTF-8 bytes', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('a'), s: S('\u{1f600}') });
    expect(fixture.holds('s > :s', { ':s': S('\uffee') })).toBe(true);
  });

  it('uses names for attributes that cannot be written otherwise', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('a'), 'a.b': S('dotted'), name: { M: { order: S('nested') } } });
    const names = { '#dotted': 'a.b', '#n': 'name', '#o': 'order' };
    expect(
      fixture.holds('#dotted = :d AND #n.#o = :n', { ':d': S('dotted'), ':n': S('nested') }, names),
    ).toBe(true);
  });

  it('binds names and types anew for every call of the same expression', () => {
    const fixture = new Fixture();
    fixture.put({ pk: S('a'), x: N(1), y: S('one') });
    const equals = (name: string, value: Item[string]) =>
      fixture.holds('#name = :value', { ':value': value }, { '#name': name });
    expect(equals('x', N(1))).toBe(true);
    expect(equals('y', N(1))).toBe(false);
    expect(equals('y', S('one'))).toBe(true);
    expect(equals('x', N(1))).toBe(true);
  });

  it('takes 100 values in a list', () => {
    const list = Array.from({ length: 100 }, (_, at) => [`:v${at}`, N(at)] as const);
    const fixture = new Fixture();
    fixture.put(item);
    const names = list.map(([name]) => name).join(', ');
    expect(fixture.holds(`n IN (${names})`, Object.fromEntries(list))).toBe(true);
  });
});
