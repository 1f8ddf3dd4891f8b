/** One supplier: its terms store by store with where each value is from, how long it really took, its open orders. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LeadTimesView, SupplierView } from '../../../../shared/contract/supply-schemas.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { useMay } from '../../../app/may.ts';
import { go } from '../../../app/navigation/navigate.ts';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { SupplierDialog } from '../../../setup/supply/supplier-dialog.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, Skeleton } from '../../../ui/card.tsx';
import { RangeBar } from '../../../ui/charts/bars.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Row, Rows } from '../../../ui/rows.tsx';
import { words } from '../../../ui/words.ts';
import { OrderStatePills } from '../orders/order-state.tsx';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { learnedFrom, Sourced } from './sourced.tsx';

export function SupplierPage({ name }: { name: string }) {
  const api = useApi();
  useTitle(name);
  const suppliers = useQuery(inventoryReads(api).suppliers);
  const enabled = useMay()('suppliers.leadTimes');
  const leadTimes = useQuery({ ...inventoryReads(api).leadTimes(name), enabled });
  return (
    <div className="order">
      <div className="order-head">
        <p className="small dim">
          <a className="inline-link" href={places.suppliers()}>
            Suppliers
          </a>
        </p>
        <div className="line order-buttons">
          <Allowed to="purchaseOrders.create">
            <ButtonLink href={places.newOrder(name)} icon="plus" kind="primary">
              New order
            </ButtonLink>
          </Allowed>
        </div>
      </div>
      <Loaded query={suppliers} skeleton={<Skeleton lines={3} height={8} />}>
        {(all) => {
          const own = all.filter(({ supplier }) => supplier === name);
          return own.length === 0 ? (
            <Empty
              title={`No store knows a supplier called ${name}.`}
              action={<ButtonLink href={places.suppliers()}>See all</ButtonLink>}
            />
          ) : (
            <div className="order-two">
              {own.map((supplier) => (
                <StoreTerms
                  key={supplier.storeId}
                  supplier={supplier}
                  leadTimes={leadTimes.data?.find(({ storeId }) => storeId === supplier.storeId)}
                />
              ))}
            </div>
          );
        }}
      </Loaded>
      <OpenOrders supplier={name} />
    </div>
  );
}

function StoreTerms({
  supplier,
  leadTimes,
}: {
  supplier: SupplierView;
  leadTimes: LeadTimesView | undefined;
}) {
  const names = useNames();
  const [editing, setEditing] = useState<Partial<SupplierView> | null>(null);
  const { defaults, minimumOrder, freeFreightFrom } = supplier;
  const ownLevel = !defaults.includes('serviceLevel');
  const from = (field: string) => {
    if (supplier.learned.includes(field)) return 'learned' as const;
    return defaults.includes(field) ? ('default' as const) : ('supplier' as const);
  };
  return (
    <Card
      title={
        <>
          Terms<span className="unseen"> for {names.store(supplier.storeId)}</span>
        </>
      }
      scope={<span dir="auto">{names.store(supplier.storeId)}</span>}
      action={
        <Allowed to="suppliers.set">
          <Button
            kind="quiet"
            icon="edit"
            label={`Edit terms for ${names.store(supplier.storeId)}`}
            onPress={() => setEditing({})}
          >
            Edit
          </Button>
        </Allowed>
      }
    >
      <dl className="terms">
        <Sourced
          label="Delivery takes"
          source={from('leadTimeDays')}
          from={learnedFrom(from('leadTimeDays'), supplier.deliveries?.deliveries ?? 0)}
        >
          {words.plural(supplier.leadTimeDays, 'day')}, ± {words.count(round(supplier.leadTimeSdDays))}
        </Sourced>
        <Sourced label="You look every" source={from('reviewDays')}>
          {words.plural(supplier.reviewDays, 'day')}
        </Sourced>
        <Sourced label="Pack" source={from('packSize')}>
          {words.plural(supplier.packSize, 'unit')}
        </Sourced>
        <Sourced label="Least of a product" source={from('minimumUnits')}>
          {supplier.minimumUnits > 0 ? words.plural(supplier.minimumUnits, 'unit') : 'none'}
        </Sourced>
        <Sourced label="Least of an order" source={minimumOrder ? 'supplier' : 'missing'}>
          {minimumOrder ? words.money(minimumOrder.minor, minimumOrder.currency) : 'none'}
        </Sourced>
        {supplier.shelfLifeDays !== undefined && (
          <Sourced label="Goods keep" source="supplier">
            {words.plural(supplier.shelfLifeDays, 'day')} from arrival
          </Sourced>
        )}
        <Sourced label="Free freight from" source={freeFreightFrom ? 'supplier' : 'missing'}>
          {freeFreightFrom ? words.money(freeFreightFrom.minor, freeFreightFrom.currency) : 'not known'}
        </Sourced>
        <Sourced label="Service level" source={ownLevel ? 'supplier' : 'sales'}>
          {ownLevel ? words.percent(supplier.serviceLevel) : 'one for each product'}
        </Sourced>
        <Sourced label="Paid in" source={from('currency')}>
          {supplier.currency}
        </Sourced>
        <Sourced label="Orders go to" source={supplier.email ? 'supplier' : 'missing'}>
          <span dir="auto">{supplier.email ?? 'not known'}</span>
        </Sourced>
      </dl>
      {supplier.notes && (
        <p className="small note" dir="auto">
          {supplier.notes}
        </p>
      )}
      <Allowed to="suppliers.leadTimes">
        <Observed
          leadTimes={leadTimes}
          set={supplier.leadTimeDays}
          learned={supplier.learned.includes('leadTimeDays')}
          onTake={(leadTimeDays, leadTimeSdDays) =>
            setEditing({
              leadTimeDays,
              leadTimeSdDays,
              defaults: defaults.filter((field) => !field.startsWith('leadTime')),
              learned: [],
            })
          }
        />
      </Allowed>
      {editing && <SupplierDialog supplier={{ ...supplier, ...editing }} onClose={() => setEditing(null)} />}
    </Card>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

interface ObservedProps {
  leadTimes: LeadTimesView | undefined;
  set: number;
  /** Nobody set it: it follows the deliveries. */
  learned: boolean;
  onTake: (mean: number, sd: number) => void;
}

function Observed({ leadTimes, set, learned, onTake }: ObservedProps) {
  const { n = 0, meanDays = null, sdDays = null, orders = [] } = leadTimes?.observed ?? {};
  if (n === 0 || meanDays === null)
    return <p className="small dim">How long it really takes shows here once an order of it has arrived.</p>;
  const days = orders.map((order) => order.days);
  return (
    <div className="observed">
      <h3>As it was</h3>
      <p>
        <span className="number">{words.plural(round(meanDays), 'day')}</span> on average over{' '}
        {words.plural(n, 'order')}
        {sdDays !== null && (
          <>
            , ± <span className="number">{words.count(round(sdDays))}</span>
          </>
        )}
        {Math.abs(meanDays - set) > 1 &&
          (learned ? (
            <span className="dim">, reckoned with {words.plural(set, 'day')} until there are more</span>
          ) : (
            <span className="tone-wait">, set are {words.plural(set, 'day')}</span>
          ))}
      </p>
      {days.length > 1 && (
        <RangeBar
          low={Math.min(...days)}
          mid={meanDays}
          high={Math.max(...days)}
          from={0}
          format={(value) => words.plural(round(value), 'day')}
        />
      )}
      <p className="small dim">
        {orders.slice(0, 5).map(({ purchaseOrderId, number, days: took }) => (
          <span key={purchaseOrderId}>
            <a className="inline-link" href={places.order(purchaseOrderId)}>
              {number}
            </a>{' '}
            {words.plural(round(took), 'day')}.{' '}
          </span>
        ))}
      </p>
      {n > 1 && Math.abs(meanDays - set) > 1 && (
        <Button onPress={() => onTake(round(meanDays), round(sdDays ?? 0))}>Take it as the term</Button>
      )}
    </div>
  );
}

function OpenOrders({ supplier }: { supplier: string }) {
  const query = useQuery(
    inventoryReads(useApi()).orders({
      supplier,
      states: ['draft', 'sent', 'partly_received'],
      sort: 'expected',
    }),
  );
  return (
    <Card
      title="Open orders"
      scope={query.data ? words.plural(query.data.total, 'order') : undefined}
      action={<a href={places.orders({ state: 'all', supplier })}>All orders →</a>}
    >
      <Loaded query={query} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="dim">None is open.</p>
          ) : (
            <Rows label="Open orders">
              {rows.map((row, index) => (
                <Row
                  key={row.id}
                  label={row.number}
                  first={index === 0}
                  onOpen={() => go(places.order(row.id))}
                >
                  <div className="line">
                    <a className="plain-link number" href={places.order(row.id)} tabIndex={-1}>
                      {row.number}
                    </a>
                    <OrderStatePills state={row.state} late={row.late} />
                    <span className="push small dim">
                      {[
                        row.expectedOn && `expected ${words.date(row.expectedOn)}`,
                        words.plural(row.units, 'unit'),
                        row.total ? words.moneyRound(row.total.minor, row.total.currency) : 'total not known',
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </div>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Card>
  );
}
