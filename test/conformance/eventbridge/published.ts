import type { Answer } from './our-answer.ts';
import type { Question } from './questions.ts';

const fact = (pattern: object, event: object, matches: boolean): Question & { answer: Answer } => ({
  pattern: JSON.stringify(pattern),
  event: JSON.stringify(event),
  answer: matches ? 'matches' : 'does not match',
});

/**
 * What AWS says of patterns and events, in cases of our own: eb-create-pattern-operators, eb-create-pattern, and the
 * README of https://github.com/aws/event-ruler.
 */
export const published: readonly (Question & { answer: Answer })[] = [
  fact({ detail: { c: [''] } }, { detail: { c: '' } }, true),
  fact({ detail: { c: [null] } }, { detail: { c: null } }, true),
  fact({ detail: { c: [null] } }, { detail: {} }, false),
  fact({ detail: { c: ['1'] } }, { detail: { c: 1 } }, false),
  fact({ detail: { c: [300] } }, { detail: { c: 300.0 } }, true),
  fact({ detail: { c: [{ exists: false }] } }, { detail: { c: { d: 1 } } }, true),
  fact({ detail: { c: [{ exists: true }] } }, { detail: { c: { d: 1 } } }, false),
  fact({ detail: { c: [{ exists: true }] } }, { detail: { c: null } }, true),
  fact({ 'detail.c': ['x'] }, { detail: { c: 'x' } }, true),
  fact({ detail: { c: ['x'] } }, { 'detail.c': 'x' }, true),
  fact({ r: ['b', 'c'] }, { r: ['a', 'b'] }, true),
  fact({ r: ['b', 'c'] }, { r: ['a', 'd'] }, false),
  fact({ r: [{ 'anything-but': 'a' }] }, { r: ['a', 'b'] }, true),
  fact({ r: [{ 'anything-but': ['a', 'b'] }] }, { r: ['a', 'b'] }, false),
  fact({ r: [{ 'anything-but': [1, 2] }] }, { r: 'x' }, true),
  fact({ r: [{ 'anything-but': { prefix: 'in' } }] }, { r: 'init' }, false),
  fact({ r: [{ 'anything-but': { suffix: ['.ts', '.js'] } }] }, { r: 'a.md' }, true),
  fact({ r: [{ 'anything-but': { wildcard: '*/lib/*' } }] }, { r: 'a/lib/b' }, false),
  fact({ r: [{ wildcard: 'a*b*c' }] }, { r: 'axxbyyc' }, true),
  fact({ r: [{ wildcard: 'a\\*' }] }, { r: 'a*' }, true),
  fact({ r: [{ wildcard: 'a\\*' }] }, { r: 'ab' }, false),
  fact({ r: [{ 'equals-ignore-case': 'aLiCe' }] }, { r: 'AlIcE' }, true),
  fact({ r: [{ prefix: { 'equals-ignore-case': 'EU-' } }] }, { r: 'eu-west-1' }, true),
  fact({ r: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { r: 'a.png' }, true),
  fact({ r: [{ numeric: ['>', 0, '<=', 5] }] }, { r: 5 }, true),
  fact({ r: [{ numeric: ['>', 0, '<=', 5] }] }, { r: 0 }, false),
  fact({ r: [{ cidr: '10.0.0.0/24' }] }, { r: '10.0.0.255' }, true),
  fact({ r: [{ cidr: '10.0.0.0/24' }] }, { r: '10.0.1.0' }, false),
  fact({ r: [{ cidr: '2001:db8::/64' }] }, { r: '2001:db8::ffff' }, true),
  fact({ $or: [{ a: [1] }, { b: [2] }] }, { a: 0, b: 2 }, true),
  fact({ $or: [{ a: [1] }, { b: [2] }], c: [3] }, { a: 1, c: 4 }, false),
  fact({ a: { $or: [{ b: [1] }, { c: [2] }] } }, { a: { c: 2 } }, true),
  fact(
    { x: { a: [1], b: [2] } },
    {
      x: [
        { a: 1, b: 0 },
        { a: 0, b: 2 },
      ],
    },
    false,
  ),
  fact({ x: { a: [1], b: [2] } }, { x: [{ a: 0 }, { a: 1, b: 2 }] }, true),
  fact({ x: { a: [1] }, y: { b: [2] } }, { x: [{ a: 1 }], y: [{ b: 0 }, { b: 2 }] }, true),
];
