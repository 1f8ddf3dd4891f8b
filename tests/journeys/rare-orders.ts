/** Enough to decide for every part of a story, on whatever day it is told. */
import type { RoyalClient } from '../../shared/contract/contract.ts';

const REVIEW_DAYS = 40;

/** Of synced stores: what is ordered but rarely has to be ordered early, and so there is more of it. */
export async function orderRarely(client: RoyalClient): Promise<void> {
  for (const { storeId, supplier } of await client.suppliers.list({}))
    await client.suppliers.set({ storeId, supplier, reviewDays: REVIEW_DAYS });
}
