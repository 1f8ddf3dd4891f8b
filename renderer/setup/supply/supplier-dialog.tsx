/** The terms of one supplier. What is emptied is a guess again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplierView } from '../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { MoneyField, NumberField } from '../../ui/number-fields.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextArea, TextField } from '../../ui/text-fields.tsx';

interface SupplierDialogProps {
  supplier: SupplierView;
  onClose: () => void;
}

export function SupplierDialog({ supplier, onClose }: SupplierDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => formOf(supplier));
  const change = (part: Partial<Form>): void => setForm({ ...form, ...part });
  const currency = /^[A-Z]{3}$/.test(form.currency) ? form.currency : supplier.currency;
  const save = useMutation({
    mutationFn: () =>
      api.suppliers.set({
        storeId: supplier.storeId,
        supplier: supplier.supplier,
        email: form.email.trim() === '' ? null : form.email.trim(),
        currency: form.currency.trim() === '' ? null : form.currency.trim(),
        leadTimeDays: form.leadTimeDays,
        leadTimeSdDays: form.leadTimeSdDays,
        packSize: form.packSize,
        minimumUnits: form.minimumUnits,
        minimumOrder: form.minimumOrder,
        freeFreightFrom: form.freeFreightFrom,
        notes: form.notes.trim() === '' ? null : form.notes.trim(),
      }),
    onSuccess() {
      onClose();
      return Promise.all(
        ['suppliers', 'supply', 'supply-gaps'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      );
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={supplier.supplier}
      text="For all of their products that have no terms of their own. An empty field is a cautious guess."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <div className="supplier-fields">
          <NumberField
            label="Delivery takes"
            unit="days"
            min={0}
            max={3650}
            value={form.leadTimeDays}
            hint={guessed(supplier, 'leadTimeDays', supplier.leadTimeDays)}
            onChange={(leadTimeDays) => change({ leadTimeDays })}
          />
          <NumberField
            label="Give or take"
            unit="days"
            min={0}
            max={3650}
            value={form.leadTimeSdDays}
            hint={guessed(supplier, 'leadTimeSdDays', supplier.leadTimeSdDays)}
            onChange={(leadTimeSdDays) => change({ leadTimeSdDays })}
          />
          <NumberField
            label="Pack size"
            unit="units"
            min={1}
            value={form.packSize}
            hint={guessed(supplier, 'packSize', supplier.packSize)}
            onChange={(packSize) => change({ packSize: packSize === null ? null : Math.round(packSize) })}
          />
          <NumberField
            label="Least of a product"
            unit="units"
            min={0}
            value={form.minimumUnits}
            onChange={(units) => change({ minimumUnits: units === null ? null : Math.round(units) })}
          />
          <TextField
            label="Paid in"
            value={form.currency}
            maxLength={3}
            placeholder={supplier.currency}
            error={
              form.currency === '' || /^[A-Z]{3}$/.test(form.currency) ? null : 'Three letters, such as EUR.'
            }
            onChange={(typed) => change({ currency: typed.toUpperCase() })}
          />
          <MoneyField
            label="Least of an order"
            currency={currency}
            min={0}
            value={form.minimumOrder}
            onChange={(minimumOrder) => change({ minimumOrder })}
          />
          <MoneyField
            label="Freight is free from"
            currency={currency}
            min={0}
            value={form.freeFreightFrom}
            onChange={(freeFreightFrom) => change({ freeFreightFrom })}
          />
          <TextField
            label="E-mail for orders"
            kind="email"
            value={form.email}
            maxLength={254}
            onChange={(email) => change({ email })}
          />
        </div>
        <TextArea label="Notes" value={form.notes} maxLength={5000} onChange={(notes) => change({ notes })} />
        {save.error && <Problem error={save.error} />}
        <div className="line">
          <Button kind="primary" submits busy={save.isPending}>
            Keep
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

type Form = ReturnType<typeof formOf>;

/** What nobody has set stands empty. */
function formOf(supplier: SupplierView) {
  const set = (field: keyof SupplierView, value: number): number | null =>
    supplier.defaults.includes(field) ? null : value;
  return {
    email: supplier.email ?? '',
    currency: supplier.defaults.includes('currency') ? '' : supplier.currency,
    leadTimeDays: set('leadTimeDays', supplier.leadTimeDays),
    leadTimeSdDays: set('leadTimeSdDays', supplier.leadTimeSdDays),
    packSize: set('packSize', supplier.packSize),
    minimumUnits: set('minimumUnits', supplier.minimumUnits),
    minimumOrder: supplier.minimumOrder?.minor ?? null,
    freeFreightFrom: supplier.freeFreightFrom?.minor ?? null,
    notes: supplier.notes ?? '',
  };
}

function guessed(supplier: SupplierView, field: string, value: number): string | undefined {
  return supplier.defaults.includes(field) ? `Nobody has said: ${value} is assumed.` : undefined;
}
