/** data.*, customers.find: what is kept, and how it leaves. */
import { exportCsv } from '../data-export.ts';
import { storageOf, tablesOf } from '../storage.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function storageProcedures(os: Implementer, parts: CoreParts) {
  const { clock, ledger, paths, person, stores } = parts;
  return {
    data: {
      export: os.data.export.handler(({ input, signal }) => {
        const store = stores.get(input.storeId);
        // People's data leaves: that is for the record.
        ledger.audit.append({
          actor: person(undefined),
          kind: 'data.exported',
          storeId: input.storeId,
          data: { what: input.what },
        });
        const ending = signal ? AbortSignal.any([signal, parts.signal]) : parts.signal;
        return exportCsv(store, ledger, input.what, clock(), ending);
      }),
      storage: os.data.storage.handler(() => storageOf(paths, stores.open())),
      tables: os.data.tables.handler(() => tablesOf(ledger, stores.open())),
    },
  };
}

export function customerSearch(os: Implementer, { stores }: CoreParts) {
  return {
    find: os.customers.find.handler(({ input: { storeId, limit, ...query } }) => {
      const { info, mirror } = stores.get(storeId);
      return mirror.findCustomers(query, limit).map((customerId) => {
        const facts = mirror.customerFacts(customerId);
        const found = mirror.customerPerson(customerId);
        return {
          customerId,
          name: [found?.firstName, found?.lastName].filter(Boolean).join(' '),
          email: found?.email ?? null,
          phone: found?.phone ?? null,
          countryCode: facts?.countryCode ?? null,
          orders: facts?.orders ?? 0,
          spent: { minor: facts?.spent ?? 0, currency: info.currency },
        };
      });
    }),
  };
}
