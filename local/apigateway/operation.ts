import type { Foundation } from '../foundation.ts';
import { pageOf } from '../page.ts';
import type { ApiGateway } from './api-gateway.ts';
import { badRequest } from './api-gateway-errors.ts';
import { resourceId } from './resource-id.ts';

/** What an operation works on. */
export interface ApiGatewayPlace {
  gateway: ApiGateway;
  foundation: Pick<Foundation, 'scheduler' | 'random' | 'surroundings'>;
}

/** One operation of API Gateway. */
export interface ApiGatewayOperation {
  parameters: readonly string[];
  /** Verb and path, such as `GET /restapis/{restApiId}`: the permission it needs is on these. */
  route: string;
  run(input: never, place: ApiGatewayPlace): object;
}

/** The members that name an API. */
export interface OfApi {
  restApiId: string;
}

/** The members that name a page. */
export interface PageInput {
  position?: string;
  limit?: number;
}

/** The members that name a page, for `parameters`. */
export const PAGE: readonly string[] = ['position', 'limit'];

/** Items of a page unless the caller says otherwise. API_GetRestApis, "limit". */
export const DEFAULT_PAGE = 25;

/** Items of a page at most. */
export const MAX_PAGE = 500;

/** One page of a list as the SDK shapes it. Throws BadRequestException. */
export function listPage<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  view: (item: Item) => object,
  { position, limit = DEFAULT_PAGE }: PageInput,
): { items: object[]; position: string | undefined } {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw badRequest(`Invalid limit, must be between 1 and ${MAX_PAGE}`);
  }
  const invalidToken = (): Error => badRequest('Invalid position parameter specified');
  const page = pageOf(items, keyOf, { limit, token: position, invalidToken });
  return { items: page.items.map(view), position: page.token };
}

/** A new id from the seeded source. */
export function newId({ foundation }: ApiGatewayPlace, length: 6 | 10): string {
  return resourceId(foundation.random.hex(16), length);
}

/** A member that has to be there and to say something. Throws BadRequestException. */
export function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw badRequest(`No ${what} specified`);
  return value;
}
