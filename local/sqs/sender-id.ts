import type { Principal } from '../service.ts';

const known = new WeakMap<Principal, string>();

/** The system attribute `SenderId` for messages of this caller. */
export function senderId(caller: Principal): string {
  let id = known.get(caller);
  if (id === undefined) {
    id = describe(caller);
    known.set(caller, id);
  }
  return id;
}

function describe(caller: Principal): string {
  if (caller.kind === 'service') return caller.service;
  if (caller.kind === 'operator') return 'operator';
  if (caller.kind === 'user') return caller.userId;
  return `${caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1)}:${caller.session}`;
}
