import { apiGatewayException, badRequest } from './api-gateway-errors.ts';
import type { ApiResource } from './api-settings.ts';

/**
 * Throws BadRequestException for a part that is no path part there, and ConflictException for one that is
 * taken. API_CreateResource.
 */
export function checkPathPart(
  part: string,
  parent: Pick<ApiResource, 'path'>,
  siblings: readonly ApiResource[],
): void {
  if (parent.path.endsWith('+}')) {
    throw badRequest(
      `Cannot create a child of a resource with a greedy path variable: ${parent.path}`,
    );
  }
  if (!/^(?:[\w.:-]+|\{[\w.:-]+\+?\})$/.test(part)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly " +
        'braces at the beginning and the end.',
    );
  }
  if (siblings.some(({ pathPart }) => pathPart === part)) {
    const message = `Another resource with the same parent already has this name: ${part}`;
    throw apiGatewayException('ConflictException', message);
  }
  const variable = siblings.find(({ pathPart }) => pathPart?.startsWith('{'));
  if (part.startsWith('{') && variable) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part ` +
        '-- only one is allowed',
    );
  }
}
