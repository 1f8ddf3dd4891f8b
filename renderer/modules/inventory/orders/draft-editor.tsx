/** A draft, worked on: its lines as a grid, charges and rates, then the sending. It keeps itself as one types. */
import { useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { AddLine } from './add-line.tsx';
import { DraftCharges } from './draft-charges.tsx';
import { DraftGrid } from './draft-grid.tsx';
import { unitsOf, withVariant } from './draft-lines.ts';
import { DocumentMenu } from './order-documents.tsx';
import { Totals, Warnings } from './order-page-parts.tsx';
import { OrderStatePills } from './order-state.tsx';
import { SendDialog } from './send-dialog.tsx';
import { StepDialogs } from './step-dialogs.tsx';
import { type Draft, useDraft } from './use-draft.ts';

export function DraftEditor({ order }: { order: PurchaseOrderView }) {
  const draft = useDraft(order);
  const [sending, setSending] = useState(false);
  const [added, setAdded] = useState<number | null>(null);
  const { lines } = draft;
  const units = lines.reduce((sum, line) => sum + unitsOf(line), 0);
  return (
    <div className="order">
      <div className="order-head">
        <OrderStatePills state="draft" late={false} />
        <p className="small dim">
          <a className="inline-link" href={places.supplier(order.supplier)} dir="auto">
            {order.supplier}
          </a>{' '}
          · begun {words.moment(order.createdAt)} by <span dir="auto">{order.createdBy}</span>
        </p>
        <div className="line order-buttons">
          <Kept draft={draft} />
          <DocumentMenu orderId={order.id} />
          <StepDialogs order={order} />
          <Button
            kind="primary"
            icon="mail"
            barred={lines.length === 0 ? 'It has no lines yet' : undefined}
            onPress={() =>
              void draft.settle().then(
                () => setSending(true),
                () => {},
              )
            }
          >
            Send
          </Button>
        </div>
      </div>
      {Boolean(draft.error) && <Problem error={draft.error} onRetry={draft.reload} />}
      <Warnings texts={order.warnings} />
      <Card
        title="Lines"
        scope={`${words.plural(lines.length, 'line')}, ${words.plural(units, 'unit')}, costs in ${order.currency}`}
      >
        <AddLine
          onAdd={(variant, quantity) => {
            const { lines: next, at } = withVariant(lines, variant, quantity);
            draft.setLines(next);
            setAdded(at);
          }}
        />
        {lines.length === 0 ? (
          <Empty title="It has no lines yet.">
            Scan or type a SKU, barcode or name above: goods of all your stores are found.
          </Empty>
        ) : (
          <DraftGrid order={order} draft={draft} goTo={added} />
        )}
      </Card>
      <div className="order-two">
        <DraftCharges order={order} draft={draft} />
        <Card title="What it costs" scope={order.currency}>
          <Totals order={order} />
        </Card>
      </div>
      {sending && <SendDialog order={order} onClose={() => setSending(false)} />}
    </div>
  );
}

function Kept({ draft }: { draft: Draft }) {
  const { state } = draft;
  const said =
    state === 'kept'
      ? 'Kept'
      : state === 'failed'
        ? 'Not kept'
        : state === 'keeping'
          ? 'Keeping…'
          : 'Not kept yet';
  return (
    <span className={`small line ${state === 'kept' ? 'dim' : 'tone-wait'}`} role="status">
      <Icon name={state === 'kept' ? 'check' : 'clock'} /> {said}
    </span>
  );
}
