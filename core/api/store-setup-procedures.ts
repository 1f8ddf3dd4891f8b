/** stores.check, scopes, settings, erase: connecting with open eyes, and leaving nothing behind. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreView } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { ACTION_TYPES } from '../actions/action-types.ts';
import type { StoreRow } from '../app-db/app-db.ts';
import { scopeViews } from '../connectors/shopify/scopes.ts';
import { checkStore } from '../store-check.ts';
import { isConnected } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';

/** Of one transaction: some milliseconds. */
const SLICE_ROWS = 2_000;

const ACTING = ACTION_TYPES.flatMap(({ scopes }) => scopes);

export function storeSetupProcedures(
  os: Implementer,
  { clock, ledger, log, person, stores }: CoreParts,
  view: (row: StoreRow) => StoreView,
) {
  return {
    check: os.stores.check.handler(({ input }) =>
      checkStore(input, {
        connected: stores.rows(),
        acting: ACTING,
        clock,
        log: (event, facts) => log.info({ store: 'check', ...facts }, event),
      }),
    ),
    scopes: os.stores.scopes.handler(({ input }) => {
      const store = input.storeId === undefined ? null : stores.get(input.storeId);
      return scopeViews(ACTING, store && isConnected(store) ? store.row.scopes : null);
    }),
    settings: os.stores.settings.handler(({ input }) =>
      view(stores.rename(input.storeId, input.name, person(input.by))),
    ),
    erase: os.stores.erase.handler(async ({ input }) => {
      if (input.confirm !== input.storeId)
        throw new RoyalError({
          code: 'invalid_input',
          message: 'The store’s id was not repeated as it is: nothing was deleted.',
          next: `Write ${input.storeId} to delete the store with all that is kept of it.`,
        });
      const actor = person(input.by);
      stores.known(input.storeId);
      await stores.remove(input.storeId, actor);
      let rows = 0;
      for (;;) {
        const erased = ledger.eraseSlice(input.storeId, SLICE_ROWS);
        if (erased === 0) break;
        rows += erased;
        await nextTurn();
      }
      return { storeId: input.storeId, rows: ledger.eraseStore(input.storeId, actor, rows) };
    }),
  };
}
