/** Receiving with a phone in hand: scan or press what arrived, say what is damaged or missing, book it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { words } from '../../../ui/words.ts';
import { canReceive, ORDER_STATES } from '../orders/order-words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { ScanField } from '../scanning/scan-field.tsx';
import { BookDialog } from './book-dialog.tsx';
import {
  type Counted,
  countOf,
  keepCount,
  keptCount,
  keptKey,
  linesWith,
  newKey,
  onePiece,
  openOf,
  overOf,
  sumOf,
} from './counted.ts';
import { ReceivingLine } from './receiving-line.tsx';
import './receiving.css';

export function ReceivingPage({ id }: { id: number }) {
  const query = useQuery(inventoryReads(useApi()).order(id));
  useTitle(query.data && `Receive ${query.data.number}`);
  // Who booked the last of it still reads what became of it.
  const begun = useRef(false);
  if (query.data && canReceive(query.data.state)) begun.current = true;
  return (
    <Loaded query={query} skeleton={<Skeleton lines={5} height={5} />}>
      {(order) =>
        begun.current ? (
          <Receiving order={order} key={order.id} />
        ) : (
          <Empty
            title={`${order.number} is ${ORDER_STATES[order.state].word.toLowerCase()}: nothing is to be received.`}
            action={<ButtonLink href={places.order(order.id)}>Look at the order</ButtonLink>}
          >
            {order.state === 'draft' ? 'Mark it as sent first.' : 'What came is shown with the order.'}
          </Empty>
        )
      }
    </Loaded>
  );
}

type Shown = 'open' | 'counted' | 'all';

function Receiving({ order }: { order: PurchaseOrderView }) {
  const api = useApi();
  const [counted, setCounted] = useState<Counted>(() => keptCount(order));
  const [resumed] = useState(() => Object.keys(counted).length > 0);
  const [shown, setShown] = useState<Shown>('open');
  const [told, setTold] = useState<{ text: string; tone: 'good' | 'wait' | 'risk' } | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [booking, setBooking] = useState(false);
  const newest = useRef(counted);
  const key = useRef<string | null>(null);
  key.current ??= keptKey(order.id);
  const list = useRef<HTMLUListElement>(null);
  newest.current = counted;

  const set = (next: Counted): void => {
    newest.current = next;
    setCounted(next);
    if (Object.keys(next).length === 0) key.current = newKey();
    keepCount(order.id, next, key.current!);
  };

  useEffect(() => {
    if (at !== null) list.current?.querySelector(`[data-line="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const take = (line: PurchaseOrderView['lines'][number]): void => {
    const { counted: next, part } = onePiece(newest.current, line);
    set(next);
    setAt(line.id);
    if (shown === 'open' && line.open === 0) setShown('all');
    const count = countOf(next, part.id);
    const over = overOf(part, count);
    setTold({
      text:
        over > 0
          ? `${line.title}: ${words.plural(over, 'unit')} more than ordered`
          : `${line.title}: ${words.count(count.accepted)} of ${words.count(openOf(part))}`,
      tone: over > 0 ? 'wait' : 'good',
    });
  };

  const onCode = async (code: string): Promise<void> => {
    const here = linesWith(order.lines, code);
    if (here.length === 1) return take(here[0]!);
    try {
      const scan = await api.purchaseOrders.scan({ id: order.id, code });
      if (scan.outcome === 'found') return take(scan.lines[0]!);
      setTold({
        tone: scan.outcome === 'several' ? 'wait' : 'risk',
        text:
          scan.outcome === 'several'
            ? `${code} is on ${words.count(scan.lines.length)} lines: press + on the one that it is.`
            : scan.outcome === 'not_on_order'
              ? `${scan.variants[0]!.title} is not on this order. Put it aside, or add it to an order of its own.`
              : `${code} is no code of yours. Check it, or set it as the barcode in Shopify.`,
      });
    } catch (error) {
      setTold({ text: toErrorData(error).message, tone: 'risk' });
    }
  };

  const sum = sumOf(counted);
  const total = sum.accepted + sum.damaged + sum.short;
  const lines = order.lines.filter((line) => {
    if (shown === 'all' || line.id === at) return true;
    const has = line.allocations.some((part) => counted[part.id] !== undefined);
    return shown === 'counted' ? has : has || line.open > 0;
  });
  return (
    <div className="receiving">
      <p className="small dim">
        <a className="inline-link" href={places.order(order.id)}>
          {order.number}
        </a>{' '}
        · <span dir="auto">{order.supplier}</span> ·{' '}
        {words.plural(
          order.lines.reduce((units, line) => units + line.open, 0),
          'unit',
        )}{' '}
        to come
      </p>
      <div className="receiving-scan card">
        <ScanField label="Scan or type a code" onCode={(code) => void onCode(code)} told={told} />
      </div>
      {resumed && total > 0 && (
        <p className="small tone-wait resumed">
          You counted some of it before: it is kept here until you book it.
          <Button kind="quiet" onPress={() => set({})}>
            Start over
          </Button>
        </p>
      )}
      <Segmented<Shown>
        label="Lines shown"
        value={shown}
        onChange={setShown}
        options={[
          { value: 'open', label: 'To come' },
          { value: 'counted', label: 'Counted' },
          { value: 'all', label: 'All lines' },
        ]}
      />
      <ul ref={list} className="receiving-lines" aria-label={`Lines of ${order.number}`}>
        {lines.map((line) => (
          <ReceivingLine
            key={line.id}
            line={line}
            counted={counted}
            current={line.id === at}
            onChange={set}
          />
        ))}
      </ul>
      {lines.length === 0 && (
        <p className="dim">
          {shown === 'counted' ? 'Nothing is counted yet.' : 'Nothing is to come any more.'}
        </p>
      )}
      <div className="receiving-foot">
        <p className="number" role="status">
          {words.count(sum.accepted)} accepted
          {sum.damaged > 0 && `, ${words.count(sum.damaged)} damaged`}
          {sum.short > 0 && `, ${words.count(sum.short)} short`}
        </p>
        <Button
          kind="primary"
          icon="check"
          barred={total === 0 ? 'Nothing is counted yet' : undefined}
          onPress={() => setBooking(true)}
        >
          Book it
        </Button>
      </div>
      {booking && (
        <BookDialog
          order={order}
          counted={counted}
          idempotencyKey={key.current}
          onBooked={() => set({})}
          onClose={() => setBooking(false)}
        />
      )}
    </div>
  );
}
