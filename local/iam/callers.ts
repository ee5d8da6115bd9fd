import type { Principal } from '../service.ts';
import type { Decision } from './decision.ts';

/** A principal with the decisions made for it: by action, then by resource. Sessions share them. */
export interface Caller {
  principal: Principal;
  decisions: Map<string, Map<string, Decision>>;
}

/** All who called, with the decisions made for them since the last change. */
export class Callers {
  readonly #callers = new Map<string, Map<string, Caller>>();

  of(principal: Principal): Caller {
    const sourceArn = principal.kind === 'service' ? principal.sourceArn : '';
    const name = nameOf(principal);
    let callers = this.#callers.get(name);
    if (!callers) {
      callers = new Map();
      this.#callers.set(name, callers);
    }
    let caller = callers.get(sourceArn);
    if (!caller) {
      caller = { principal, decisions: new Map() };
      callers.set(sourceArn, caller);
    }
    return caller;
  }

  /** Something has changed: every decision is made anew. */
  forget(): void {
    this.#callers.clear();
  }
}

function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return principal.roleArn;
    case 'user':
      return principal.userArn;
    case 'service':
      return principal.service;
    default:
      return '';
  }
}
