/** What many procedures take alike: which store, which one, who asks, which page. */
import { z } from 'zod';

export const inStore = z.object({ storeId: z.string() });
export const maybeInStore = z.object({ storeId: z.string().optional() });
export const byId = z.object({ id: z.int().positive() });
/** The person who acts; the local user where it is absent. Over HTTP whoever signed in, whatever it says. */
export const by = z.string().max(100).optional();
/** Of lists that grow. */
export const page = {
  limit: z.int().positive().max(500).default(50),
  offset: z.int().nonnegative().default(0),
};
