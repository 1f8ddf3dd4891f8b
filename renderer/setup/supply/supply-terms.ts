/** The supply terms of a store: rows as they come into sight, with what was changed here on top of them, and undone. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SupplyTermView } from '../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { keepFresh, reads } from '../../app/queries.ts';
import { type RowSource, useOffsetRows } from '../../ui/row-sources.ts';
import type { Term, TermName } from './read-terms.ts';

keepFresh('suppliers', ['supplier', 'sync', 'store']);
keepFresh('supply-gaps', ['supply_terms', 'supplier', 'sync', 'import']);

/** One term of one variant. */
export interface TermChange {
  row: SupplyTermView;
  name: TermName;
  value: Term;
}

export interface SupplyView {
  filter: 'gaps' | 'all';
  search: string;
  supplier: string | null;
}

const MOST_AT_ONCE = 5000;
const MOST_UNDONE = 200;

export function useSuppliers(storeId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['suppliers', storeId],
    queryFn: ({ signal }) => api.suppliers.list({ storeId }, { signal }),
  });
}

/** How much hangs on what is not known: of the whole store. */
export function useGaps(storeId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['supply-gaps', storeId],
    async queryFn({ signal }) {
      const { gaps, total } = await api.supplyTerms.list({ storeId, filter: 'all', limit: 1 }, { signal });
      return { ...gaps, of: total };
    },
  });
}

export function useSupplyTerms(storeId: string, { filter, search, supplier }: SupplyView) {
  const api = useApi();
  const queries = useQueryClient();
  /** Rows changed here stay where they are, also where they have no gap any more. */
  const [changed, setChanged] = useState<ReadonlyMap<number, SupplyTermView>>(new Map());
  const done = useRef<TermChange[][]>([]);
  const key = ['supply', storeId, filter, search, supplier];
  const listed = useOffsetRows<SupplyTermView>({
    queryKey: key,
    fetchPage: ({ offset, limit }, signal) =>
      api.supplyTerms.list(
        {
          storeId,
          filter,
          offset,
          limit,
          ...(search === '' ? {} : { search }),
          ...(supplier === null ? {} : { supplier }),
        },
        { signal },
      ),
  });
  const rows: RowSource<SupplyTermView> = {
    ...listed,
    at(index) {
      const row = listed.at(index);
      return row && (changed.get(row.variantId) ?? row);
    },
  };
  const currencyOf = useCurrencyOf(storeId);

  const save = useMutation({
    async mutationFn({ changes }: { changes: readonly TermChange[]; undoes: boolean }) {
      const byVariant = Map.groupBy(changes, ({ row }) => row.variantId);
      const sets = [...byVariant].map(([variantId, terms]) => ({
        variantId,
        ...Object.fromEntries(terms.map(({ name, value }) => [name, value])),
      }));
      const kept: SupplyTermView[] = [];
      for (let from = 0; from < sets.length; from += MOST_AT_ONCE)
        kept.push(...(await api.supplyTerms.set({ storeId, rows: sets.slice(from, from + MOST_AT_ONCE) })));
      return kept;
    },
    onSuccess(kept, { changes, undoes }) {
      setChanged((before) => new Map([...before, ...kept.map((row) => [row.variantId, row] as const)]));
      if (!undoes) done.current = [...done.current, changes.map(before)].slice(-MOST_UNDONE);
      void queries.invalidateQueries({ queryKey: ['supply-gaps'] });
    },
  });

  return {
    rows,
    currencyOf,
    saving: save.isPending,
    error: save.error,
    change: (changes: readonly TermChange[]): void => save.mutate({ changes, undoes: false }),
    /** Of what was changed here; false where there is nothing left. */
    undo(): boolean {
      const last = done.current.pop();
      if (!last) return false;
      save.mutate({ changes: last, undoes: true });
      return true;
    },
    /** Rows as they are in the database by now: those without gaps leave. */
    renew(): void {
      setChanged(new Map());
      done.current = [];
      void queries.invalidateQueries({ queryKey: ['supply', storeId] });
    },
  };
}

/** What it takes to have a term as it was before: its value where it was set here, else that it is not. */
function before({ row, name }: TermChange): TermChange {
  const { value, source } = row[name];
  if (source !== 'set') return { row, name, value: null };
  return { row, name, value: typeof value === 'object' && value !== null ? value.minor : value };
}

/** What a cost of a row is typed in: its supplier's currency. */
function useCurrencyOf(storeId: string): (row: SupplyTermView) => string {
  const { data: suppliers } = useSuppliers(storeId);
  const { data: stores } = useQuery(reads(useApi()).stores);
  const own = stores?.find(({ id }) => id === storeId)?.currency;
  const byName = new Map(suppliers?.map(({ supplier, currency }) => [supplier, currency]));
  return (row) => byName.get(row.supplier.value ?? '') ?? own ?? row.sales.currency;
}
