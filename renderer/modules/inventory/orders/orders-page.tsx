/** The orders to suppliers: what is drafted, on its way, late, arrived. */
import { useDeferredValue, useState } from 'react';
import type { RoyalClient } from '../../../../shared/contract/contract.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { go, goOver, usePlace } from '../../../app/navigation/navigate.ts';
import { placeTo } from '../../../app/navigation/place.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Select } from '../../../ui/choices.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { useOffsetRows } from '../../../ui/row-sources.ts';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { TextField } from '../../../ui/text-fields.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { ORDERS } from '../reads.ts';
import { OrderStatePills } from './order-state.tsx';
import { ORDER_STATES } from './order-words.ts';

type Query = Parameters<RoyalClient['purchaseOrders']['list']>[0];
type Entry = Awaited<ReturnType<RoyalClient['purchaseOrders']['list']>>['rows'][number];

const FILTERS = [
  { value: 'open', label: 'Open', states: ['draft', 'sent', 'partly_received'], late: false },
  { value: 'late', label: 'Late', states: undefined, late: true },
  { value: 'draft', label: 'Drafts', states: ['draft'], late: false },
  { value: 'coming', label: 'On their way', states: ['sent', 'partly_received'], late: false },
  { value: 'done', label: 'Received and closed', states: ['received', 'closed'], late: false },
  { value: 'cancelled', label: 'Cancelled', states: ['cancelled'], late: false },
  { value: 'all', label: 'All', states: undefined, late: false },
] as const;

type FilterId = (typeof FILTERS)[number]['value'];

export function OrdersPage() {
  const api = useApi();
  const { query } = usePlace();
  const names = useNames();
  const store = useEmpire((empire) => empire.store);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const chosen = FILTERS.find(({ value }) => value === query.state) ?? FILTERS[0];
  const filter: Query = {
    storeId: store ?? undefined,
    states: chosen.states && [...chosen.states],
    late: chosen.late || undefined,
    supplier: query.supplier,
    search: asked || undefined,
    sort: chosen.value === 'coming' || chosen.value === 'late' ? 'expected' : 'newest',
  };
  const rows = useOffsetRows<Entry>({
    queryKey: [ORDERS, 'page', filter],
    fetchPage: (page, signal) => api.purchaseOrders.list({ ...filter, ...page }, { signal }),
  });
  const goTo = (next: Record<string, string | null>): void =>
    goOver(placeTo('inventory', ['orders'], { ...query, ...next }));
  const filtered = asked !== '' || chosen.value !== 'open' || query.supplier !== undefined;
  return (
    <Card
      title="Purchase orders"
      scope={
        rows.total === null
          ? 'counting'
          : `${words.plural(rows.total, 'order')}, ${chosen.label.toLowerCase()}`
      }
      action={
        <Allowed to="purchaseOrders.create">
          <ButtonLink href={places.newOrder(query.supplier)} icon="plus" kind="primary">
            New order
          </ButtonLink>
        </Allowed>
      }
    >
      <div className="stock-tools">
        <search className="stock-search">
          <TextField
            label="Search purchase orders"
            hideLabel
            kind="search"
            placeholder="Number, supplier, product, SKU or barcode"
            value={text}
            onChange={setText}
          />
        </search>
        <Select<FilterId>
          label="Shown"
          hideLabel
          icon="filter"
          value={chosen.value}
          onChange={(state) => goTo({ state: state === 'open' ? null : state })}
          options={FILTERS.map(({ value, label }) => ({ value, label }))}
        />
        {query.supplier && (
          <Button
            icon="cross"
            label={`Of all suppliers, not only ${query.supplier}`}
            onPress={() => goTo({ supplier: null })}
          >
            {query.supplier}
          </Button>
        )}
      </div>
      <Table
        label="Purchase orders"
        columns={columns(names)}
        rows={rows}
        rowLabel={(row) =>
          `${row.number} to ${row.supplier}, ${ORDER_STATES[row.state].word}${row.late ? ', late' : ''}`
        }
        onOpen={(row) => go(places.order(row.id))}
        height="max(22rem, calc(100dvh - 18rem))"
        empty={
          <Empty
            title={filtered ? 'No order is like that.' : 'No order is open.'}
            action={
              filtered ? (
                <Button
                  onPress={() => {
                    setText('');
                    goTo({ state: 'all', supplier: null });
                  }}
                >
                  Show all
                </Button>
              ) : undefined
            }
          >
            Begin one for a supplier: what is running out in any of your stores is put on it, in whole packs.
          </Empty>
        }
      />
    </Card>
  );
}

function columns(names: ReturnType<typeof useNames>): Column<Entry>[] {
  return [
    {
      id: 'number',
      title: 'Order',
      width: 'minmax(8rem, 2fr)',
      cell: ({ id, number, supplier }) => (
        <span className="stock-name">
          <a
            className="plain-link one-line"
            href={places.order(id)}
            title={supplier}
            dir="auto"
            tabIndex={-1}
          >
            {supplier}
          </a>
          <span className="dim small number">{number}</span>
        </span>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(10rem, 1.2fr)',
      cell: ({ state, late }) => <OrderStatePills state={state} late={late} />,
    },
    {
      id: 'expected',
      title: 'Expected',
      width: '5.5rem',
      cell: ({ expectedOn, late }) => (
        <span className={expectedOn === null ? 'dim' : late ? 'tone-risk' : undefined}>
          {expectedOn === null ? 'no date' : words.date(expectedOn)}
        </span>
      ),
    },
    {
      id: 'units',
      wideOnly: true,
      title: 'Units',
      width: '5rem',
      number: true,
      cell: ({ units }) => words.count(units),
    },
    {
      id: 'open',
      title: 'To come',
      width: '4.5rem',
      number: true,
      cell: ({ open, state }) => (state === 'draft' ? <span className="dim">–</span> : words.count(open)),
    },
    {
      id: 'total',
      title: 'Total',
      width: '7rem',
      number: true,
      cell: ({ total }) =>
        total ? (
          words.moneyRound(total.minor, total.currency)
        ) : (
          <span className="dim" title="The cost of a line is not known.">
            not known
          </span>
        ),
    },
    {
      id: 'stores',
      wideOnly: true,
      title: 'For',
      width: 'minmax(8rem, 1fr)',
      cell: ({ storeIds }) => {
        const text = storeIds.map(names.store).join(', ') || 'no store yet';
        return (
          <span title={text} dir="auto">
            {text}
          </span>
        );
      },
    },
  ];
}
