/** Booking what was counted: what it comes to, a question where more came than was ordered, what became of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  PurchaseOrderReceivedView,
  PurchaseOrderView,
} from '../../../../shared/contract/purchasing-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { useStopped } from '../../../app/decisions/use-stopped.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { words } from '../../../ui/words.ts';
import { Booked } from '../booked.tsx';
import { ORDER_STATES } from '../orders/order-words.ts';
import { places } from '../places.ts';
import { inventoryReads, ORDERS, STOCK } from '../reads.ts';
import { type Counted, openOf, sumOf } from './counted.ts';

interface BookDialogProps {
  order: PurchaseOrderView;
  counted: Counted;
  idempotencyKey: string;
  onBooked: () => void;
  onClose: () => void;
}

export function BookDialog({ order, counted, idempotencyKey, onBooked, onClose }: BookDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const book = useMutation({
    mutationFn: (confirmOver: boolean) =>
      api.purchaseOrders.receive({
        id: order.id,
        lines: Object.entries(counted).map(([id, count]) => ({ allocationId: Number(id), ...count })),
        confirmOver,
        idempotencyKey,
        // What becomes of it, events tell: a stop may hold it for as long as it likes.
        wait: false,
      }),
    onSuccess(received) {
      if (received.outcome === 'confirm') return;
      queries.setQueryData(inventoryReads(api).order(order.id).queryKey, received.order);
      for (const name of [ORDERS, STOCK]) void queries.invalidateQueries({ queryKey: [name] });
      onBooked();
    },
  });
  const { data } = book;
  const asked = data?.outcome === 'confirm' ? data : null;
  const done = data?.outcome === 'done' ? data : null;
  return (
    <Dialog open onClose={onClose} title={done ? 'Booked' : `Book this delivery of ${order.number}?`}>
      {done ? (
        <Done received={done} onClose={onClose} />
      ) : (
        <div className="form">
          <Summary order={order} counted={counted} />
          {asked && <Over asked={asked} />}
          {book.error && <Problem error={book.error} />}
          <div className="line">
            <Button
              kind="primary"
              icon="check"
              busy={book.isPending}
              onPress={() => book.mutate(asked !== null)}
            >
              {asked ? 'Yes, keep them all' : 'Book it'}
            </Button>
            <Button onPress={onClose}>Count on</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Summary({ order, counted }: { order: PurchaseOrderView; counted: Counted }) {
  const stopped = useStopped();
  const sum = sumOf(counted);
  const open = order.lines
    .flatMap(({ allocations }) => allocations)
    .reduce((units, part) => units + openOf(part), 0);
  const left = Math.max(0, open - sum.accepted - sum.damaged - sum.short);
  return (
    <>
      <dl className="totals">
        <div>
          <dt>Accepted, into stock</dt>
          <dd className="number">{words.count(sum.accepted)}</dd>
        </div>
        <div>
          <dt>Damaged, not into stock</dt>
          <dd className="number">{words.count(sum.damaged)}</dd>
        </div>
        <div>
          <dt>Short, will not come</dt>
          <dd className="number">{words.count(sum.short)}</dd>
        </div>
        <div className="totals-sum">
          <dt>Still to come afterwards</dt>
          <dd className="number">{words.count(left)}</dd>
        </div>
      </dl>
      <p className="small dim">
        Each shop’s stock goes up by what is accepted, and is read back. It can be undone while the units are
        still there.
      </p>
      {stopped && <p className="tone-wait">All is stopped: it is booked once you resume.</p>}
    </>
  );
}

function Over({ asked }: { asked: PurchaseOrderReceivedView }) {
  return (
    <div className="slip" role="alert">
      <p className="tone-wait">
        <Icon name="warning" /> More came than was ordered. Is that meant?
      </p>
      {asked.over.map(({ allocationId, title, ordered, would }) => (
        <p key={allocationId} dir="auto">
          {title}: {words.count(would)} of {words.count(ordered)} ordered
        </p>
      ))}
    </div>
  );
}

function Done({ received, onClose }: { received: PurchaseOrderReceivedView; onClose: () => void }) {
  const names = useNames();
  const { order, actions } = received;
  return (
    <div className="form">
      <ul className="rows">
        {actions.map(({ id, storeId }) => (
          <li key={id}>
            <p dir="auto">{names.store(storeId)}</p>
            <Booked actionId={id} />
          </li>
        ))}
      </ul>
      <p className="small dim">
        {order.number}: {ORDER_STATES[order.state].word.toLowerCase()}
      </p>
      <div className="line">
        <ButtonLink href={places.order(order.id)} kind="primary">
          Look at the order
        </ButtonLink>
        <Button onPress={onClose}>Count on</Button>
      </div>
    </div>
  );
}
