import { jsonEncoder } from './json-encode.ts';
import type { Refusal } from './protocol.ts';
import type { Shape } from './shape.ts';

/** The members of an error as JSON has them: those of its shape, and the message by the shape's own name for it. */
export function errorMembers(refusal: Refusal, shape: Shape | undefined): Record<string, unknown> {
  const { name, message, $fault } = refusal;
  if (!shape) return messageOf(name === 'SerializationException' ? 'Message' : 'message', message);
  const members = jsonEncoder(shape)(refusal) as Record<string, unknown>;
  const messageName = shape.members.has('Message') ? 'Message' : 'message';
  if (shape.members.has('Type')) members.Type ??= $fault === 'server' ? 'Service' : 'User';
  if (shape.members.has('Code')) members.Code ??= name;
  return Object.assign(members, messageOf(messageName, message));
}

function messageOf(name: string, message: string): Record<string, unknown> {
  return message === '' ? {} : { [name]: message };
}
