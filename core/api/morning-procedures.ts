/** morning.*, unwatched.*: what a person meets first in the morning. */
import { morningList } from '../morning/morning.ts';
import { unwatchedSpans } from '../orchestrator/unwatched.ts';
import { isConnected } from '../store-runtime.ts';
import { SYNC_EVERY_MS } from '../sync-schedule.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function morningProcedures(os: Implementer, parts: CoreParts) {
  const { agents, clock, ledger, orchestrator, stores } = parts;
  return {
    morning: {
      list: os.morning.list.handler(({ input }) => {
        if (input.storeId !== undefined) stores.known(input.storeId);
        return morningList(
          {
            ledger,
            zoneOf: (storeId) => stores.openOrNull(storeId)?.info.zone ?? 'UTC',
            syncedAt(storeId) {
              const store = stores.openOrNull(storeId);
              return store && isConnected(store) ? store.mirror.reader().syncedAt() : null;
            },
            mayBeUndone: orchestrator.mayBeUndone,
            now: clock(),
          },
          input,
        );
      }),
    },
    unwatched: {
      list: os.unwatched.list.handler(({ input }) =>
        unwatchedSpans(
          {
            ledger,
            agents,
            stores: stores.open().map((store) => ({
              info: store.info,
              addedAt: store.row.addedAt,
              syncs: isConnected(store),
              syncedAt: store.mirror.reader().syncedAt(),
            })),
            syncEveryMs: SYNC_EVERY_MS,
            now: clock(),
          },
          input,
        ),
      ),
    },
  };
}
