/** Carries what changed in app.db into the ledger's audit chain and events: once each, whatever dies in between. */
import { faultPoint } from '../fault-point.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AppDb } from './app-db.ts';

/** Call after each change of app.db, and at start for what a crash left behind. */
export function drainOutbox(appDb: AppDb, ledger: Ledger): void {
  for (const entry of appDb.outbox.list()) {
    ledger.transaction(() => {
      const row = ledger.audit.append({
        actor: entry.actor,
        kind: entry.kind,
        storeId: entry.storeId,
        data: entry.data,
        at: entry.at,
        source: `app:${entry.id}:${entry.at}`,
      });
      if (row) ledger.events.append(entry.storeId, entry.kind, { ...entry.data, by: entry.actor });
    });
    faultPoint('outbox.carried');
    appDb.outbox.done(entry.id);
  }
}
