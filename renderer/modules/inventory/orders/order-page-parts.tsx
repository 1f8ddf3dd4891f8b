/** What drafts and sent orders both show: what to look out for, and what the order costs. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useNames } from '../../../app/decisions/use-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { words } from '../../../ui/words.ts';

export function Warnings({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ul className="warnings">
      {texts.map((text) => (
        <li className="tone-wait" key={text} dir="auto">
          <Icon name="warning" /> {text}
        </li>
      ))}
    </ul>
  );
}

export function Totals({ order }: { order: PurchaseOrderView }) {
  const names = useNames();
  const rows: [string, PurchaseOrderView['total']][] = [
    ['Goods', order.goods],
    ['Freight', order.freight],
    ['Duty', order.duty],
    ['Other charges', order.other],
  ];
  return (
    <dl className="totals">
      {rows.map(([label, amount]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="number">{amount ? words.money(amount.minor, amount.currency) : 'not known'}</dd>
        </div>
      ))}
      <div className="totals-sum">
        <dt>Total</dt>
        <dd className="number">
          {order.total ? words.money(order.total.minor, order.total.currency) : 'not known'}
        </dd>
      </div>
      {order.rates
        .filter(({ source }) => source === 'entered')
        .map(({ storeId, currency, rate, on }) => (
          <div key={storeId} className="small dim">
            <dt dir="auto">Rate for {names.store(storeId)}</dt>
            <dd className="number">
              1 {order.currency} = {rate} {currency}, {words.date(on)}
            </dd>
          </div>
        ))}
    </dl>
  );
}
