import type { RandomSource } from '../random.ts';
import { uuid } from '../uuid.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LENGTH = 52;
/** Drawn digits; the rest is fixed, as ids need no more chance than this. */
const DRAWN = 20;
const END = 'VV4KQNSO5AEMVJF66Q9ASUAAJG'.padStart(LENGTH - DRAWN, 'VV4KQN');

/** The id of one request: Amazon DynamoDB's have 52 letters and digits, the others' are UUIDs. */
export function requestId(signingName: string, random: RandomSource): string {
  if (signingName !== 'dynamodb') return uuid(random);
  let id = '';
  while (id.length < DRAWN) {
    let word = random.below(0x1_0000_0000);
    for (let digit = 0; digit < 5; digit += 1) {
      id += DIGITS[word % DIGITS.length];
      word = Math.floor(word / DIGITS.length);
    }
  }
  return id + END;
}
