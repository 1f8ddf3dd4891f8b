/** The stock horizon: every variant with how long it lasts; searched, filtered and sorted by the database. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import type { StockFilter, StockState } from '../../../../shared/contract/stock-table-schemas.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useStoreDay } from '../../../app/decisions/use-names.ts';
import { useSeesCosts } from '../../../app/may.ts';
import { linkToFirstSync } from '../../../app/navigation/links.ts';
import { go, goOver, usePlace } from '../../../app/navigation/navigate.ts';
import { placeTo } from '../../../app/navigation/place.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, Skeleton } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useOffsetRows } from '../../../ui/row-sources.ts';
import { type Sort, Table } from '../../../ui/table.tsx';
import { Explained } from '../../../ui/term.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { NoStore } from '../no-store.tsx';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { StoreChoice } from '../store-choice.tsx';
import { useOneStore } from '../use-one-store.ts';
import { StateChips } from './state-chips.tsx';
import { stockColumns } from './stock-columns.tsx';
import { StockExport } from './stock-export.tsx';
import { STATES } from './stock-words.ts';

const SORTS = [
  'days_left',
  'order_by',
  'title',
  'available',
  'incoming',
  'per_day',
  'value',
  'vendor',
] as const;

export function StockPage() {
  const { store, stores, error, refetch } = useOneStore();
  if (store === undefined)
    return error ? <Problem error={error} onRetry={refetch} /> : <Skeleton lines={8} height={2.2} />;
  if (store === null)
    return (
      <NoStore title="Stock horizon">
        Once one is, each product stands here with how long its stock lasts, when to order more, and what that
        rests on.
      </NoStore>
    );
  return <StockOf store={store} stores={stores} key={store.id} />;
}

function StockOf({ store, stores }: { store: StoreView; stores: readonly StoreView[] }) {
  const api = useApi();
  const { query } = usePlace();
  const today = useStoreDay()(store.id);
  const costs = useSeesCosts();
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query.q ?? '');
  const asked = useDeferredValue(text.trim());
  const states = statesIn(query.state);
  const sort: Sort = {
    column: SORTS.find((one) => one === query.sort && (costs || one !== 'value')) ?? 'days_left',
    descending: query.down === '1',
  };
  const filter: StockFilter = {
    storeId: store.id,
    search: asked === '' ? undefined : asked.slice(0, 200),
    states: states.length > 0 ? states : undefined,
    sort: sort.column as StockFilter['sort'],
    descending: sort.descending,
  };
  const whole = useQuery(inventoryReads(api).stockStates(store.id));
  const rows = useOffsetRows(inventoryReads(api).stockRows(filter));
  const goTo = (next: Record<string, string | null>): void =>
    goOver(placeTo('inventory', [], { ...query, store: store.id, ...next }));
  const columns = useMemo(() => stockColumns(store.id, today, costs), [store.id, today, costs]);
  const filtered = asked !== '' || states.length > 0;
  const clear = (): void => {
    setText('');
    goTo({ q: null, state: null });
  };
  return (
    <Card
      title={
        <Explained
          title="Stock horizon"
          text="How long what is in stock is likely to last at the demand that is forecast. The mark on a bar is how long goods take to come: magenta runs out before they could, amber is to be ordered within a week, green is covered."
          trueAt={
            whole.data?.outlookAt ? `The inventory agent looked ${words.moment(whole.data.outlookAt)}.` : null
          }
        >
          Stock horizon
        </Explained>
      }
      scope={
        rows.total === null ? 'counting' : `${words.plural(rows.total, 'variant')}${filtered ? ' found' : ''}`
      }
      action={<StoreChoice stores={stores} value={store.id} onChange={(id) => goTo({ store: id })} />}
      className="stock-card"
    >
      <div className="stock-tools">
        <search className="stock-search">
          <TextField
            label="Search stock"
            hideLabel
            kind="search"
            placeholder="Title, SKU or barcode"
            ref={search}
            value={text}
            onChange={(next) => {
              setText(next);
              goTo({ q: next.trim() || null });
            }}
          />
        </search>
        <Allowed to="stockTable.csv">
          <StockExport filter={filter} />
        </Allowed>
      </div>
      <StateChips
        counts={whole.data?.states}
        chosen={states}
        onChange={(next) => goTo({ state: next.join(',') || null })}
      />
      <Asof
        at={whole.data?.outlookAt}
        pending={whole.data?.pending ?? 0}
        known={Object.values(whole.data?.states ?? {}).some((count) => count > 0)}
      />
      <Table
        label="Stock"
        columns={columns}
        rows={rows}
        rowLabel={(row) => `${row.title}, ${STATES[row.state].word}`}
        onOpen={(row) => go(places.product(store.id, row.productId, row.variantId))}
        sort={sort}
        onSort={({ column, descending }) => goTo({ sort: column, down: descending ? '1' : null })}
        height="max(22rem, calc(100dvh - 21rem))"
        empty={
          filtered ? (
            <Empty title="Nothing matches." action={<Button onPress={clear}>Show all</Button>}>
              The search looks for the beginnings of words in titles, SKUs and barcodes.
            </Empty>
          ) : (
            <NoProducts store={store} />
          )
        }
      />
      <p className="shortcuts">
        <kbd>j</kbd> <kbd>k</kbd> go from row to row, <kbd>Enter</kbd> opens the product.
      </p>
    </Card>
  );
}

function NoProducts({ store }: { store: StoreView }) {
  const sync = store.syncedAt === null ? linkToFirstSync(store.id) : undefined;
  return (
    <Empty
      title={
        store.syncedAt === null
          ? `${store.name} has not been synced yet.`
          : `${store.name} has no products yet.`
      }
      action={
        sync && (
          <ButtonLink href={sync} icon="sync" kind="primary">
            Sync it
          </ButtonLink>
        )
      }
    >
      They come with the first sync, or with an import of Shopify’s products file.
    </Empty>
  );
}

function Asof({ at, pending, known }: { at: number | null | undefined; pending: number; known: boolean }) {
  const now = useNow();
  if (!known) return <p className="small dim">&nbsp;</p>;
  return (
    <p className="small dim">
      {at
        ? `Outlook of the inventory agent, ${words.ago(at, now)}.`
        : 'The inventory agent has not looked yet, so days left are not known: run it from Agents.'}
      {pending > 0 && ` ${words.plural(pending, 'row')} still being worked out: figures may yet move.`}
    </p>
  );
}

function statesIn(text: string | undefined): StockState[] {
  return (text ?? '').split(',').filter((one): one is StockState => one in STATES);
}
