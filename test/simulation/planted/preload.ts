import { isMainThread } from 'node:worker_threads';
import { bugNamed } from './index.ts';
import { plantHere } from './module-hooks.ts';

/**
 * `node --import` of it plants the bug that is named in the environment, in this process and its threads, or in its
 * threads alone.
 */
const { ORDERLY_PLANTED: name, ORDERLY_PLANTED_IN: where } = process.env;

if (name && !(isMainThread && where === 'threads')) plantHere(bugNamed(name));
