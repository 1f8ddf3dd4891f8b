/** Syncs a store and follows it to its end: what it tells on the way is finer than the events of it. */
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { tellSync } from '../app/stores/empire.ts';

export async function runSync(api: RoyalClient, storeId: string): Promise<void> {
  try {
    for await (const { phase, done, total, etaMs } of await api.sync.run({ storeId }))
      tellSync(storeId, { what: phase, done, total, etaMs });
  } finally {
    tellSync(storeId, null);
  }
}
