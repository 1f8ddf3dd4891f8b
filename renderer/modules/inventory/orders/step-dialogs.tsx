/** Giving an order up: cancelling one of which nothing came, closing one whose rest will not come. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads, ORDERS } from '../reads.ts';

type Step = 'cancel' | 'close';

function stepOf({ state, lines }: PurchaseOrderView): Step | null {
  if (state === 'draft') return 'cancel';
  if (state === 'sent')
    return lines.some(({ received, damaged, short }) => received + damaged + short > 0) ? 'close' : 'cancel';
  return state === 'partly_received' || state === 'received' ? 'close' : null;
}

export function StepDialogs({ order }: { order: PurchaseOrderView }) {
  const [open, setOpen] = useState(false);
  const step = stepOf(order);
  if (step === null) return null;
  return (
    <>
      <Button kind={step === 'cancel' ? 'danger' : undefined} onPress={() => setOpen(true)}>
        {step === 'cancel' ? 'Cancel order' : 'Close order'}
      </Button>
      {open && <StepDialog order={order} step={step} onClose={() => setOpen(false)} />}
    </>
  );
}

function StepDialog({ order, step, onClose }: { order: PurchaseOrderView; step: Step; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const open = order.lines.reduce((sum, line) => sum + line.open, 0);
  const go = useMutation({
    mutationFn: () =>
      api.purchaseOrders[step]({ id: order.id, version: order.version, reason: reason.trim() || undefined }),
    onSuccess(changed) {
      queries.setQueryData(inventoryReads(api).order(order.id).queryKey, changed);
      void queries.invalidateQueries({ queryKey: [ORDERS] });
      toast({ title: `${changed.number} is ${changed.state}`, tone: 'quiet' });
      onClose();
    },
  });
  const text =
    step === 'cancel'
      ? order.state === 'draft'
        ? 'The draft is kept among the cancelled orders. Nothing was sent.'
        : 'Tell your supplier yourself: nothing is mailed from here. The shops are told that nothing comes.'
      : open > 0
        ? `${words.plural(open, 'unit')} still to come will not come. The shops are told.`
        : 'All of it came. A closed order takes no more receipts.';
  return (
    <Dialog
      open
      onClose={onClose}
      title={step === 'cancel' ? `Cancel ${order.number}?` : `Close ${order.number}?`}
      text={text}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!go.isPending) go.mutate();
        }}
      >
        <TextField label="Why? Kept with the order." value={reason} onChange={setReason} maxLength={500} />
        {go.error && <Problem error={go.error} />}
        <div className="line">
          <Button kind={step === 'cancel' ? 'danger' : 'primary'} submits busy={go.isPending}>
            {step === 'cancel' ? 'Cancel the order' : 'Close the order'}
          </Button>
          <Button onPress={onClose}>Keep it open</Button>
        </div>
      </form>
    </Dialog>
  );
}
