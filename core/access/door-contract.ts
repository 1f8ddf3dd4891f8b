/**
 * What the host alone may ask of its core: who a secret lets in. Served on a port of its own, never to a window, the
 * local socket or HTTP.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

const grant = z.object({
  id: z.int(),
  kind: z.enum(['session', 'token']),
  person: z.string(),
  expiresAt: z.number().nullable(),
});

export const doorContract = {
  /** null where the one-time token was never given, was used, or is too old. */
  redeem: oc
    .input(z.object({ token: z.string(), browser: z.string() }))
    .output(z.object({ secret: z.string(), grant }).nullable()),
  /** Takes the secret's digest: the secret itself stays where it came in. */
  check: oc.input(z.object({ digest: z.string() })).output(grant.nullable()),
  /**
   * Whoever no longer gets in, as it happens: one session or token by its id, or null where all are to be asked of
   * anew. Begins with null, for what happened before anybody listened.
   */
  shutOuts: oc.output(eventIterator(z.object({ id: z.int().nullable() }))),
  /** Where HTTP is served from now on; links are made of it. */
  servedAt: oc.input(z.object({ url: z.string() })),
};

export type Grant = z.infer<typeof grant>;
export type Door = ContractRouterClient<typeof doorContract>;
