import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { attachmentOperations } from './attachment-operations.ts';
import { validationError } from './iam-errors.ts';
import { inlineOperations } from './inline-operations.ts';
import type { IamOperation, IamPlace } from './operation.ts';
import { policyOperations } from './policy-operations.ts';
import { policyTagOperations } from './policy-tag-operations.ts';
import { OPERATOR_ID } from './principal-element.ts';
import { roleOperations } from './role-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { userOperations } from './user-operations.ts';

const OPERATIONS: Readonly<Record<string, IamOperation>> = {
  ...roleOperations,
  ...inlineOperations,
  ...attachmentOperations,
  ...tagOperations,
  ...policyOperations,
  ...policyTagOperations,
  ...userOperations,
};

/** The API of IAM: roles, policies and users of the account. AWS IAM API Reference. */
export class IamService implements Service {
  readonly name = 'iam';
  readonly parameters = parametersOf(OPERATIONS);
  readonly #place: IamPlace;

  constructor(place: IamPlace) {
    this.#place = place;
  }

  /**
   * Throws NotSimulatedError for an operation that is not simulated. What a caller asks about itself is looked at when
   * it is known who calls.
   */
  accesses(operation: string, input: object): readonly Access[] {
    const { resource, ofCaller = false } = operationNamed(this.name, OPERATIONS, operation);
    if (ofCaller && !namesUser(input)) return [];
    return [{ action: `iam:${operation}`, resource: resource(input as never, this.#place) }];
  }

  /** Throws the exceptions of each operation. */
  execute(operation: string, input: object, caller: Principal): Answer {
    const { run, ofCaller = false } = operationNamed(this.name, OPERATIONS, operation);
    if (!ofCaller || namesUser(input)) return { output: run(input as never, this.#place) };
    if (caller.kind === 'operator' && operation === 'GetUser') return { output: this.#operator() };
    const UserName = this.#itself(operation, caller);
    return { output: run({ ...input, UserName } as never, this.#place) };
  }

  /** The name of the user that calls, if it may; throws ValidationError for who is no user. */
  #itself(operation: string, caller: Principal): string {
    if (caller.kind !== 'user') {
      throw validationError('Must specify userName when calling with non-User credentials');
    }
    const { userArn } = caller;
    this.#place.iam.authorise(caller, [{ action: `iam:${operation}`, resource: userArn }]);
    return userArn.slice(userArn.lastIndexOf('/') + 1);
  }

  /** The operator is told as a user that nobody made. */
  #operator(): object {
    const Arn = this.#place.iam.describe({ kind: 'operator' });
    const CreateDate = new Date(0);
    return { User: { Path: '/', UserName: 'operator', UserId: OPERATOR_ID, Arn, CreateDate } };
  }
}

function namesUser(input: object): boolean {
  return (input as { UserName?: string }).UserName !== undefined;
}
