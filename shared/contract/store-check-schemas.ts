/** The shapes of stores.check and stores.scopes: connecting step by step, and what each permission is for. */
import { z } from 'zod';
import { errorData } from './schemas.ts';

export const scope = z.object({
  scope: z.string(),
  /** reading: for the mirror; history: for orders older than 60 days; acting: asked for at the first use. */
  group: z.enum(['reading', 'history', 'acting']),
  /** One sentence for the owner. */
  purpose: z.string(),
  /** null where no shop was asked. */
  granted: z.boolean().nullable(),
});

export const storeCheck = z.object({
  /** Whether the store can be added as it stands. */
  ok: z.boolean(),
  /** In the order in which they are gone; after a failed one the rest is skipped. */
  steps: z.array(
    z.object({
      step: z.enum(['address', 'credentials', 'connection', 'shop', 'scopes']),
      state: z.enum(['ok', 'warn', 'failed', 'skipped']),
      text: z.string(),
      /** The field of the form that the person has to look at; null where none. */
      field: z.enum(['shop', 'clientId', 'clientSecret', 'token', 'endpoint']).nullable(),
      error: errorData.nullable(),
    }),
  ),
  shop: z
    .object({
      shopDomain: z.string(),
      name: z.string(),
      plan: z.string(),
      currency: z.string(),
      zone: z.string(),
      /** Of the store that has it already; null where none. */
      connectedAs: z.string().nullable(),
    })
    .nullable(),
  scopes: z.array(scope),
  /** Shopify gives orders of the last 60 days only. */
  historyLimited: z.boolean().nullable(),
});

export type StoreCheck = z.infer<typeof storeCheck>;
export type ScopeView = z.infer<typeof scope>;
