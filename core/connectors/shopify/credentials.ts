/** The credentials of a shop as they are kept: one text among the secrets, which a person may have put there. */
import { z } from 'zod';
import { RoyalError } from '../../../shared/errors.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { ShopCredentials } from './types.ts';

const schema: z.ZodType<ShopCredentials> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('client_credentials'),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
  }),
  z.object({ kind: z.literal('admin_token'), token: z.string().min(1) }),
]);

export const writeCredentials = (credentials: ShopCredentials): string => JSON.stringify(credentials);

/** Throws RoyalError key_wrong, without a cause: the parser's own words quote what it was given. */
export function readCredentials(storeId: string, kept: Secret): ShopCredentials {
  try {
    return schema.parse(JSON.parse(kept.reveal()));
  } catch {
    throw new RoyalError({
      code: 'key_wrong',
      message: `The credentials of ${storeId} are there but can't be read.`,
      next: `Put right what was set for them, or remove the store with \`royal store remove ${storeId}\` and add it again.`,
    });
  }
}
