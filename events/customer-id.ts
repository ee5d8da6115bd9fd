import * as z from 'zod/mini';

/** Characters of a customer's id at most: those of a subject in OpenID Connect Core 1.0, section 2. */
export const MAX_CUSTOMER_ID_LENGTH = 255;

/** Who ordered: the subject of the customer's token. */
export const CustomerId = z.string().check(z.minLength(1), z.maxLength(MAX_CUSTOMER_ID_LENGTH));
