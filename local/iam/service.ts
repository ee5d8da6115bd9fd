import { operationNamed, parametersOf } from '../operation-table.ts';
import type { Access, Answer, Principal, Service } from '../service.ts';
import { attachmentOperations } from './attachment-operations.ts';
import { inlineOperations } from './inline-operations.ts';
import type { IamOperation, IamPlace } from './operation.ts';
import { policyOperations } from './policy-operations.ts';
import { roleOperations } from './role-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { userOperations } from './user-operations.ts';

const OPERATIONS: Readonly<Record<string, IamOperation>> = {
  ...roleOperations,
  ...inlineOperations,
  ...attachmentOperations,
  ...tagOperations,
  ...policyOperations,
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

  /** Throws NotSimulatedError for an operation that is not simulated. */
  accesses(operation: string, input: object): readonly Access[] {
    const { resource } = operationNamed(this.name, OPERATIONS, operation);
    return [{ action: `iam:${operation}`, resource: resource(input as never, this.#place) }];
  }

  /** Throws the exceptions of each operation. A user that names no user means itself. */
  execute(operation: string, input: object, caller: Principal): Answer {
    const { run, parameters } = operationNamed(this.name, OPERATIONS, operation);
    const itself = caller.kind === 'user' && parameters.includes('UserName');
    const UserName = itself && caller.userArn.slice(caller.userArn.lastIndexOf('/') + 1);
    const asked = itself ? { UserName, ...input } : input;
    return { output: run(asked as never, this.#place) };
  }
}
