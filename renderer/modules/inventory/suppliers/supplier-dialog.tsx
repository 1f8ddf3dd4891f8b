/** Sets what is known of a supplier of one store; an empty field goes back to the cautious guess. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplierView } from '../../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyField, NumberField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextArea, TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { inventoryReads } from '../reads.ts';

export function SupplierDialog({ supplier, onClose }: { supplier: SupplierView; onClose: () => void }) {
  const api = useApi();
  const names = useNames();
  const queries = useQueryClient();
  const { defaults } = supplier;
  const set = <T,>(field: keyof SupplierView, value: T): T | null =>
    defaults.includes(field) ? null : value;
  const [leadTimeDays, setLead] = useState(set('leadTimeDays', supplier.leadTimeDays));
  const [leadTimeSdDays, setSd] = useState(set('leadTimeSdDays', supplier.leadTimeSdDays));
  const [reviewDays, setReview] = useState(set('reviewDays', supplier.reviewDays));
  const [packSize, setPack] = useState(set('packSize', supplier.packSize));
  const [minimumUnits, setUnits] = useState(set('minimumUnits', supplier.minimumUnits));
  const [minimumOrder, setMinimum] = useState(supplier.minimumOrder?.minor ?? null);
  const [freeFreightFrom, setFree] = useState(supplier.freeFreightFrom?.minor ?? null);
  const [service, setService] = useState(set('serviceLevel', Math.round(supplier.serviceLevel * 1000) / 10));
  const [currency, setCurrency] = useState(supplier.currency);
  const [email, setEmail] = useState(supplier.email ?? '');
  const [notes, setNotes] = useState(supplier.notes ?? '');
  const codeError = /^[A-Z]{3}$/.test(currency) ? null : 'Three letters, such as EUR';
  const save = useMutation({
    mutationFn: () =>
      api.suppliers.set({
        storeId: supplier.storeId,
        supplier: supplier.supplier,
        leadTimeDays,
        leadTimeSdDays,
        reviewDays,
        packSize,
        minimumUnits,
        minimumOrder,
        freeFreightFrom,
        serviceLevel: service === null ? null : service / 100,
        ...(currency === supplier.currency ? {} : { currency }),
        email: email.trim() || null,
        notes: notes.trim() || null,
      }),
    onSuccess() {
      void queries.invalidateQueries({ queryKey: inventoryReads(api).suppliers.queryKey });
      toast({
        title: `Terms set: ${supplier.supplier}`,
        text: 'The outlook of its goods follows in a moment.',
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={<span dir="auto">Terms of {supplier.supplier}</span>}
      text={`For ${names.store(supplier.storeId)}. An empty field goes back to the cautious guess.`}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (codeError === null && !save.isPending) save.mutate();
        }}
      >
        <div className="line">
          <NumberField
            label="Delivery takes"
            unit="days"
            min={0}
            max={3650}
            value={leadTimeDays}
            onChange={setLead}
            hint="From the order to goods in stock"
          />
          <NumberField
            label="Give or take"
            unit="days"
            min={0}
            max={3650}
            value={leadTimeSdDays}
            onChange={setSd}
            hint="Two of three deliveries come within it"
          />
          <NumberField
            label="You look every"
            unit="days"
            min={0.5}
            max={3650}
            value={reviewDays}
            onChange={setReview}
            hint="How often you order of it"
          />
        </div>
        <div className="line">
          <NumberField
            label="Pack"
            unit="units"
            min={1}
            max={1_000_000}
            value={packSize}
            onChange={setPack}
          />
          <NumberField
            label="Least units an order"
            unit="units"
            min={0}
            max={1_000_000}
            value={minimumUnits}
            onChange={setUnits}
          />
          <NumberField
            label="Service level"
            unit="%"
            min={50}
            max={99.9}
            value={service}
            onChange={setService}
            hint="Of a hundred rounds, how many shall not run out"
          />
        </div>
        <div className="line">
          <TextField
            label="Paid in"
            value={currency}
            maxLength={3}
            error={codeError}
            onChange={(text) => setCurrency(text.toUpperCase())}
          />
          <MoneyField
            label="Least order"
            currency={supplier.currency}
            min={0}
            value={minimumOrder}
            onChange={setMinimum}
          />
          <MoneyField
            label="Free freight from"
            currency={supplier.currency}
            min={0}
            value={freeFreightFrom}
            onChange={setFree}
          />
        </div>
        <TextField
          label="Orders go to"
          kind="email"
          value={email}
          maxLength={254}
          onChange={setEmail}
          hint="Put into mail drafts; nothing is mailed by itself"
        />
        <TextArea label="Notes" value={notes} maxLength={5000} onChange={setNotes} />
        {save.error && <Problem error={save.error} />}
        <div className="line">
          <Button kind="primary" submits busy={save.isPending}>
            Set terms
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
