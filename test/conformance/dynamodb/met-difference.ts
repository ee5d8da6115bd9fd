import type { Outcome } from '../agreement.ts';
import type { JudgedDifference } from '../judgement.ts';
import type { Step } from './step.ts';

/** A judged difference that sequences may meet. */
export interface MetDifference extends JudgedDifference {
  name: string;
  /** Whether it is what these two outcomes of a step differ by: the embedded cloud's, and the reference's. */
  explains(step: Step, ours: Outcome, theirs: Outcome): boolean;
  /** The tables differ after it: what follows in the sequence is not compared. */
  diverges?: true;
}

/** The engine that is compared with. */
export const REFERENCE = 'DynamoDB Local 3.3.1';
/** Rows of the fidelity table, by what they do. */
export const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
/** Rows of transactions. */
export const transactions = ['dynamodb:TransactWriteItems', 'dynamodb:TransactGetItems'];
/** Rows of queries and scans. */
export const reads = ['dynamodb:Query', 'dynamodb:Scan'];
/** A source for what AWS says in words. */
export const recorded =
  'answers of AWS recorded by the tests of dynalite (architect/dynalite, test/)';
