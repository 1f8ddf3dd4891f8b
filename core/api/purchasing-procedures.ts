/** purchaseOrders.*: ordering over all stores, and booking what comes. */
import type {
  PurchaseOrderDocumentView,
  PurchaseOrderEditInput,
} from '../../shared/contract/purchasing-schemas.ts';
import type { DocumentInput } from '../purchasing/documents/order-document.ts';
import { draftLines, placesFor } from '../purchasing/draft.ts';
import { entryView, matchCodes, orderView, type PurchasingBase, todayOf } from '../purchasing/order-view.ts';
import { receiveOrder } from '../purchasing/receive.ts';
import { currencyOf, suggestOrder } from '../purchasing/suggest.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function purchasingBase({ ledger, stores, planner, clock }: CoreParts): PurchasingBase {
  return { ledger, stores: () => stores.open(), planner, clock };
}

export function purchasingProcedures(os: Implementer, parts: CoreParts) {
  const { clock, ledger, orchestrator, person, stores, tasks } = parts;
  const base = purchasingBase(parts);
  const orders = ledger.purchaseOrders;
  const storeOf = (storeId: string): StoreRuntime => stores.get(storeId);
  const someOf = (ids: readonly string[] | undefined): StoreRuntime[] =>
    ids === undefined ? stores.open() : ids.map(storeOf);
  const view = (id: number) => orderView(base, orders.require(id));

  return {
    purchaseOrders: {
      list: os.purchaseOrders.list.handler(({ input: { late, ...filter } }) => {
        if (filter.storeId !== undefined) stores.known(filter.storeId);
        const today = todayOf(base);
        const { rows, total } = orders.page({ ...filter, lateOn: late ? today : undefined });
        return { rows: rows.map((row) => entryView(row, today)), total };
      }),
      show: os.purchaseOrders.show.handler(({ input }) => view(input.id)),
      create: os.purchaseOrders.create.handler(({ input: { by, lines, ...given } }) => {
        const involved = [...new Set(lines.flatMap((line) => line.allocations.map((one) => one.storeId)))];
        const currency =
          given.currency ??
          currencyOf(base, involved.length > 0 ? involved.map(storeOf) : stores.open(), given.supplier);
        const order = orders.create(
          {
            ...given,
            currency,
            lines: draftLines(base, storeOf, { supplier: given.supplier, currency }, lines),
          },
          person(by),
        );
        return orderView(base, order);
      }),
      edit: os.purchaseOrders.edit.handler(({ input: { id, version, by, lines, ...given } }) => {
        const order = orders.require(id);
        const { supplier = order.supplier, currency = order.currency } = given;
        const fields: Partial<PurchaseOrderEditInput> = { ...given };
        for (const [name, value] of Object.entries(fields))
          if (value === undefined) delete fields[name as keyof typeof fields];
        const edited = orders.edit(
          id,
          version,
          {
            ...(fields as object),
            ...(lines ? { lines: draftLines(base, storeOf, { supplier, currency }, lines) } : {}),
          },
          person(by),
        );
        return orderView(base, edited);
      }),
      suggest: os.purchaseOrders.suggest.handler(({ input }) =>
        suggestOrder(base, someOf(input.storeIds), input.supplier),
      ),
      match: os.purchaseOrders.match.handler(({ input }) => {
        const found = matchCodes(base, someOf(input.storeIds), input.codes);
        return [...found].map(([code, variants]) => {
          const perStore = Map.groupBy(variants, (one) => one.storeId);
          const several = [...perStore.values()].some((own) => own.length > 1);
          return {
            code,
            outcome:
              variants.length === 0 ? ('none' as const) : several ? ('several' as const) : ('found' as const),
            variants,
          };
        });
      }),
      send: os.purchaseOrders.send.handler(({ input: { id, version, by, to, expectedOn } }) => {
        const order = orders.require(id);
        const locations = order.state === 'draft' ? placesFor(order, storeOf) : undefined;
        return orderView(base, orders.send(id, version, { to, expectedOn, locations }, person(by)));
      }),
      cancel: os.purchaseOrders.cancel.handler(({ input: { id, version, by, reason } }) => {
        return orderView(base, orders.cancel(id, version, person(by), reason));
      }),
      close: os.purchaseOrders.close.handler(({ input: { id, version, by, reason } }) => {
        return orderView(base, orders.close(id, version, person(by), reason));
      }),
      receive: os.purchaseOrders.receive.handler(({ input: { by, ...input }, signal }) =>
        receiveOrder({ ...base, orchestrator }, input, person(by), signal),
      ),
      scan: os.purchaseOrders.scan.handler(({ input }) => {
        const order = view(input.id);
        const variants = matchCodes(base, stores.open(), [input.code]).get(input.code) ?? [];
        const same = (text: string | null) => text?.toLowerCase() === input.code.toLowerCase();
        const known = new Set(variants.map((one) => `${one.storeId} ${one.variantId}`));
        const lines = order.lines.filter(
          (line) =>
            same(line.barcode) ||
            same(line.sku) ||
            same(line.supplierSku) ||
            line.allocations.some((part) => known.has(`${part.storeId} ${part.variantId}`)),
        );
        const outcome =
          lines.length === 1
            ? ('found' as const)
            : lines.length > 1
              ? ('several' as const)
              : variants.length > 0
                ? ('not_on_order' as const)
                : ('unknown' as const);
        return { outcome, lines, variants };
      }),
      document: os.purchaseOrders.document.handler(({ input, signal }) => {
        const order = view(input.id);
        const [first] = order.storeIds;
        const to = order.storeIds.map((id) => ledger.suppliers.get(id, order.supplier)?.email).find(Boolean);
        const shop = stores.open().find((store) => store.info.id === first);
        const wanted: DocumentInput = {
          order,
          format: input.format,
          about: {
            to: to ?? null,
            shopName: shop?.info.name ?? order.storeIds.join(', '),
            at: clock(),
          },
        };
        return tasks.run<PurchaseOrderDocumentView>('purchasing.document', wanted, { signal });
      }),
      locations: os.purchaseOrders.locations.handler(({ input }) =>
        stores
          .some(input.storeId)
          .flatMap(({ info, mirror }) =>
            mirror.supply.locations().map((one) => ({ storeId: info.id, ...one })),
          ),
      ),
    },
  };
}
