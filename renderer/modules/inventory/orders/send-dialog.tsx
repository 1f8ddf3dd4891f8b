/** Handing an order over: take it as a file or a mail draft, send it yourself, then mark it as sent. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { DateField, TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads, ORDERS } from '../reads.ts';
import { saveDocument } from './order-documents.tsx';
import { Warnings } from './order-page-parts.tsx';

export function SendDialog({ order, onClose }: { order: PurchaseOrderView; onClose: () => void }) {
  const api = useApi();
  const names = useNames();
  const queries = useQueryClient();
  const { data: suppliers } = useQuery(inventoryReads(api).suppliers);
  const known =
    suppliers?.find(({ supplier, email }) => supplier === order.supplier && email !== null)?.email ?? '';
  const [to, setTo] = useState<string | null>(null);
  const [expectedOn, setExpected] = useState(order.expectedOn ?? '');
  const send = useMutation({
    mutationFn: () =>
      api.purchaseOrders.send({
        id: order.id,
        version: order.version,
        to: (to ?? known).trim() || undefined,
        expectedOn: expectedOn || undefined,
      }),
    onSuccess(sent) {
      queries.setQueryData(inventoryReads(api).order(order.id).queryKey, sent);
      void queries.invalidateQueries({ queryKey: [ORDERS] });
      toast({ title: `${sent.number} is marked as sent`, text: 'The shops are told what is on its way.' });
      onClose();
    },
  });
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Send ${order.number}`}
      text={`${words.plural(order.lines.length, 'line')}, ${words.plural(units, 'unit')}, ${order.total ? words.money(order.total.minor, order.total.currency) : 'total not known'}, for ${order.storeIds.map(names.store).join(', ')}.`}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) send.mutate();
        }}
      >
        <Warnings texts={order.warnings} />
        <div className="send-step">
          <h3>1. Take it and send it</h3>
          <p className="small dim">
            Nothing is mailed by the program: the order leaves through your own mail or your supplier’s
            portal.
          </p>
          <div className="line">
            <Button icon="mail" onPress={() => void saveDocument(api, order.id, 'mail')}>
              Mail draft
            </Button>
            <Button icon="file" onPress={() => void saveDocument(api, order.id, 'pdf')}>
              PDF
            </Button>
            <Button icon="data" onPress={() => void saveDocument(api, order.id, 'csv')}>
              CSV
            </Button>
          </div>
        </div>
        <div className="send-step">
          <h3>2. Say that it is sent</h3>
          <div className="line">
            <TextField
              label="To whom"
              hint="An address, “portal”, “phone”"
              value={to ?? known}
              onChange={setTo}
              maxLength={254}
            />
            <DateField
              label="Expected on"
              hint="Late from the day after"
              value={expectedOn}
              onChange={setExpected}
            />
          </div>
        </div>
        {send.error && <Problem error={send.error} />}
        <div className="line">
          <Button kind="primary" submits busy={send.isPending} icon="check">
            Mark as sent
          </Button>
          <Button onPress={onClose}>Not yet</Button>
        </div>
      </form>
    </Dialog>
  );
}
