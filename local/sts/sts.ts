import { NotSimulatedError } from '../errors.ts';
import type { Foundation } from '../foundation.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { senderId } from '../sqs/sender-id.ts';

/** AWS STS: tells a caller who it is. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly parameters = { GetCallerIdentity: [] };
  readonly #foundation: Pick<Foundation, 'iam' | 'surroundings'>;

  constructor(foundation: Pick<Foundation, 'iam' | 'surroundings'>) {
    this.#foundation = foundation;
  }

  /** No permission is needed to ask. AWS STS API Reference, GetCallerIdentity. */
  accesses(operation: string): readonly Access[] {
    checkOperation(operation);
    return [];
  }

  execute(operation: string, _input: object, caller: Principal): Answer {
    checkOperation(operation);
    const { iam, surroundings } = this.#foundation;
    const UserId = caller.kind === 'role' ? senderId(caller) : OPERATOR_ID;
    return { output: { UserId, Account: surroundings.account, Arn: iam.describe(caller) } };
  }
}

const OPERATOR_ID = 'AIDAORDERLYOPERATOR';

function checkOperation(operation: string): void {
  if (operation !== 'GetCallerIdentity') throw new NotSimulatedError(`operation sts:${operation}`);
}
