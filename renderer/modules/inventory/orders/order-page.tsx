/** One purchase order: a draft to work on; once sent, what came of it, what it cost, and what the shops were told. */
import { useQuery } from '@tanstack/react-query';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useStoreDay } from '../../../app/decisions/use-names.ts';
import { useMay } from '../../../app/may.ts';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, Skeleton } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { DraftEditor } from './draft-editor.tsx';
import { DocumentMenu } from './order-documents.tsx';
import { OrderLines } from './order-lines.tsx';
import { Totals, Warnings } from './order-page-parts.tsx';
import { OrderStatePills } from './order-state.tsx';
import { canReceive } from './order-words.ts';
import { Receipts } from './receipts.tsx';
import { StepDialogs } from './step-dialogs.tsx';
import './orders.css';

export function OrderPage({ id }: { id: number }) {
  const query = useQuery(inventoryReads(useApi()).order(id));
  const order = query.data;
  const mayEdit = useMay()('purchaseOrders.edit');
  useTitle(order && `${order.number} · ${order.supplier}`);
  return (
    <Loaded query={query} skeleton={<Skeleton lines={6} height={4} />}>
      {(shown) =>
        shown.state === 'draft' && mayEdit ? <DraftEditor order={shown} /> : <OrderAsItIs order={shown} />
      }
    </Loaded>
  );
}

function OrderAsItIs({ order }: { order: PurchaseOrderView }) {
  const today = useStoreDay()(order.storeIds[0] ?? '');
  const late = canReceive(order.state) && order.expectedOn !== null && order.expectedOn < today;
  return (
    <div className="order printed">
      <div className="order-head">
        <OrderStatePills state={order.state} late={late} />
        <p className="small dim">
          <a className="inline-link" href={places.supplier(order.supplier)} dir="auto">
            {order.supplier}
          </a>{' '}
          · {order.sentAt === null ? 'not sent yet' : `sent ${words.moment(order.sentAt)}`}
          {order.sentTo && <span dir="auto"> to {order.sentTo}</span>}
          {order.expectedOn && ` · expected ${words.date(order.expectedOn, true)}`}
        </p>
        <div className="line order-buttons">
          {canReceive(order.state) && (
            <ButtonLink href={places.receive(order.id)} icon="barcode" kind="primary">
              Receive goods
            </ButtonLink>
          )}
          <Allowed to="purchaseOrders.document">
            <DocumentMenu orderId={order.id} />
          </Allowed>
          <Button icon="print" onPress={() => window.print()}>
            Print
          </Button>
          <Allowed to="purchaseOrders.cancel">
            <StepDialogs order={order} />
          </Allowed>
        </div>
      </div>
      <Warnings texts={order.warnings} />
      <Card title="Lines" scope={`${words.plural(order.lines.length, 'line')}, costs in ${order.currency}`}>
        <OrderLines order={order} />
      </Card>
      <div className="order-two">
        <Card title="What it costs" scope={order.currency}>
          <Totals order={order} />
        </Card>
        <Card title="What came, and what the shops were told" scope={order.number}>
          <Receipts order={order} />
        </Card>
      </div>
      {order.note && (
        <Card title="Note">
          <p dir="auto" className="note">
            {order.note}
          </p>
        </Card>
      )}
    </div>
  );
}
