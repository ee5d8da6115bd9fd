/**
 * A value of an event that a pattern can compare: anything but an object, an array or an absent
 * field.
 */
export type Leaf = string | number | boolean | null;

/** Whether one value of an event satisfies one item of a pattern's list. */
export type LeafTest = (leaf: Leaf) => boolean;
