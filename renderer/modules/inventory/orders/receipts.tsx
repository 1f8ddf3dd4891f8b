/** What was booked, receipt by receipt, and what became of telling the shops; each can be taken back. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useNames } from '../../../app/decisions/use-names.ts';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { Booked } from '../booked.tsx';

export function Receipts({ order }: { order: PurchaseOrderView }) {
  const now = useNow();
  const names = useNames();
  const byAction = Map.groupBy(order.receipts, ({ actionId }) => actionId);
  const others = order.pending.filter(({ actionId }) => !byAction.has(actionId));
  if (byAction.size + others.length === 0)
    return (
      <p className="dim">
        Nothing came yet. When goods arrive, press “Receive goods” and scan them: each shop’s stock goes up by
        what you accept.
      </p>
    );
  return (
    <ul className="rows">
      {others.map(({ actionId, type, storeId }) => (
        <li key={actionId}>
          <p>
            {type === 'purchase_order.incoming'
              ? 'Telling the shop what is on its way'
              : 'Goods being booked'}
            <span className="dim small"> · {names.store(storeId)}</span>
          </p>
          <Booked actionId={actionId} />
        </li>
      ))}
      {[...byAction].toReversed().map(([actionId, receipts]) => {
        const first = receipts[0]!;
        const sum = (of: 'accepted' | 'damaged' | 'short'): number =>
          receipts.reduce((total, receipt) => total + receipt[of], 0);
        return (
          <li key={actionId}>
            <p>
              {[
                `${words.count(sum('accepted'))} accepted`,
                sum('damaged') !== 0 && `${words.count(sum('damaged'))} damaged`,
                sum('short') !== 0 && `${words.count(sum('short'))} short`,
              ]
                .filter(Boolean)
                .join(', ')}
              <span className="dim small" title={words.moment(first.at)} dir="auto">
                {' '}
                ·{' '}
                {[
                  names.severalStores && names.store(first.storeId),
                  `by ${first.by}`,
                  words.ago(first.at, now),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </p>
            <Booked actionId={actionId} />
          </li>
        );
      })}
    </ul>
  );
}
