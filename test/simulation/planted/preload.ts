import { bugNamed } from './index.ts';
import { plantHere } from './module-hooks.ts';

/** `node --import` of it plants the bug that is named in the environment, in this process and its threads. */
const name = process.env['ORDERLY_PLANTED'];

if (name) plantHere(bugNamed(name));
