/** The suppliers over all stores: how long they take, what is not known of them yet. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplierView } from '../../../../shared/contract/supply-schemas.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { go } from '../../../app/navigation/navigate.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { rowsOf } from '../../../ui/row-sources.ts';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { TextField } from '../../../ui/text-fields.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { useOneStore } from '../use-one-store.ts';
import { AddSupplier } from './add-supplier.tsx';

interface Merged {
  name: string;
  of: SupplierView[];
}

export function SuppliersPage() {
  const store = useEmpire((empire) => empire.store);
  const query = useQuery(inventoryReads(useApi()).suppliers);
  const names = useNames();
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const wanted = text.trim().toLocaleLowerCase();
  return (
    <>
      <Allowed to="supplyTerms.list">
        <Gaps />
      </Allowed>
      <Card
        title="Suppliers"
        scope="what orders rest on"
        action={
          <Allowed to="suppliers.set">
            <Button icon="plus" onPress={() => setAdding(true)}>
              Add a supplier
            </Button>
          </Allowed>
        }
      >
        <Loaded query={query} lines={6}>
          {(all) => {
            const merged = merge(all.filter(({ storeId }) => store === null || storeId === store));
            const shown = merged.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
            return (
              <>
                <search className="stock-search">
                  <TextField
                    label="Search suppliers"
                    hideLabel
                    kind="search"
                    placeholder="Name"
                    value={text}
                    onChange={setText}
                  />
                </search>
                <Table
                  label="Suppliers"
                  columns={columns(names)}
                  rows={rowsOf(shown)}
                  rowLabel={({ name }) => name}
                  onOpen={({ name }) => go(places.supplier(name))}
                  height="max(22rem, calc(100dvh - 22rem))"
                  empty={
                    merged.length > 0 ? (
                      <p className="dim">No supplier is called so.</p>
                    ) : (
                      <Empty title="No supplier is known yet.">
                        The vendors of your products become suppliers with the first sync; others you add
                        yourself.
                      </Empty>
                    )
                  }
                />
              </>
            );
          }}
        </Loaded>
        {adding && <AddSupplier onClose={() => setAdding(false)} />}
      </Card>
    </>
  );
}

function merge(suppliers: readonly SupplierView[]): Merged[] {
  return [...Map.groupBy(suppliers, ({ supplier }) => supplier)]
    .map(([name, of]) => ({ name, of }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function columns(names: ReturnType<typeof useNames>): Column<Merged>[] {
  return [
    {
      id: 'name',
      title: 'Supplier',
      width: 'minmax(9rem, 2fr)',
      cell: ({ name }) => (
        <a className="plain-link" href={places.supplier(name)} dir="auto" title={name} tabIndex={-1}>
          {name}
        </a>
      ),
    },
    {
      id: 'lead',
      title: 'Delivery takes',
      width: '8rem',
      number: true,
      cell: ({ of }) =>
        spread(
          of.map(({ leadTimeDays }) => leadTimeDays),
          'day',
        ),
    },
    {
      id: 'known',
      title: 'It rests on',
      width: '11rem',
      cell: ({ of }) => {
        const guess = of.some(({ defaults }) => defaults.includes('leadTimeDays'));
        const learned = of.some((one) => one.learned.includes('leadTimeDays'));
        const known = learned ? 'deliveries so far' : 'what you set';
        return (
          <span className={guess ? 'tone-wait' : 'tone-good'}>
            <Icon name={guess ? 'info' : 'check'} /> {guess ? 'a guess' : known}
          </span>
        );
      },
    },
    {
      id: 'pack',
      wideOnly: true,
      title: 'Pack',
      width: '6rem',
      number: true,
      cell: ({ of }) =>
        spread(
          of.map(({ packSize }) => packSize),
          'unit',
        ),
    },
    {
      id: 'currency',
      title: 'Paid in',
      width: '8rem',
      cell: ({ of }) => [...new Set(of.map(({ currency }) => currency))].join(', '),
    },
    {
      id: 'stores',
      wideOnly: true,
      title: 'Stores',
      width: 'minmax(9rem, 1fr)',
      cell: ({ of }) => {
        const text = of.map(({ storeId }) => names.store(storeId)).join(', ');
        return (
          <span dir="auto" title={text}>
            {text}
          </span>
        );
      },
    },
  ];
}

/** "12 days", "7 to 14 days" where stores differ. */
function spread(values: readonly number[], unit: string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? words.plural(low, unit) : `${words.count(low)} to ${words.plural(high, unit)}`;
}

/** The sales that rest on guesses, store by store. */
function Gaps() {
  const { stores } = useOneStore();
  const api = useApi();
  const found = useQueries({
    queries: stores.map(({ id }) => inventoryReads(api).gaps(id)),
    combine: (results) => results.map(({ data }) => data),
  });
  const open = stores.flatMap((store, index) => {
    const gaps = found[index];
    return gaps && gaps.variants > 0 ? [{ store, gaps }] : [];
  });
  if (open.length === 0) return null;
  return (
    <div className="banner-line">
      <span>
        <span className="tone-wait">
          <Icon name="info" /> Supplier, delivery time, pack or cost is not set, so orders rest on guesses
          for:
        </span>
        <ul className="gaps">
          {open.map(({ store, gaps }) => {
            const link = places.gaps(store.id);
            return (
              <li key={store.id} dir="auto">
                {words.plural(gaps.variants, 'variant')} of {store.name}, with{' '}
                <span className="number">{words.moneyRound(gaps.sales.minor, gaps.sales.currency)}</span> of
                sales in 90 days{' '}
                {link && (
                  <a className="inline-link" href={link}>
                    Fill the gaps
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      </span>
    </div>
  );
}
