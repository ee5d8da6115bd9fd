import type { ControlShape } from './control-sequences.ts';
import { inRange, misplaced, outOfRange, policies } from './control-sequences.ts';
import type { FifoShape, Shape } from './sequences.ts';

/** The sequences that an engine is asked, so that they do not come to a difference that was judged. */
export interface Shapes {
  standard: Shape;
  /** Several, where what is apart in an engine must not come together. */
  fifo: readonly FifoShape[];
  control: ControlShape;
}

const plain = {
  waits: false,
  maxLength: 14,
  expires: true,
  deletes: true,
  changes: false,
  moves: false,
  purges: false,
};

/** Dead letters come soon, or not at all. */
const few = { receives: { min: 1, max: 3 } };
const many = { receives: { min: 100, max: 100 } };

/** For LocalStack. */
export const localStackShapes: Shapes = {
  standard: { ...plain, changes: true, moves: true, purges: true },
  fifo: [
    { ...plain, ...many, changes: true, groups: ['a', 'b'], limits: [1] },
    { ...plain, ...many, groups: ['a', 'b'], limits: [1, 2, 10] },
    { ...plain, ...few, changes: true, groups: ['a'], limits: [1] },
  ],
  control: {
    maxLength: 12,
    created: [...inRange, ...policies, ...misplaced],
    set: [...inRange, ...policies, ...misplaced],
    refinements: true,
  },
};

/** For MiniStack. */
export const miniStackShapes: Shapes = {
  standard: plain,
  fifo: [
    { ...plain, ...few, deletes: false, groups: ['a'], limits: [1] },
    { ...plain, ...few, expires: false, groups: ['a'], limits: [1] },
  ],
  control: {
    maxLength: 12,
    created: [...inRange, ...outOfRange],
    set: [...inRange, ...outOfRange, ...policies],
    refinements: false,
  },
};

/** The same with waits of real seconds, and so fewer steps. */
export function withWaits<Any extends Shape>(shape: Any): Any {
  return { ...shape, waits: true, maxLength: 10 };
}
