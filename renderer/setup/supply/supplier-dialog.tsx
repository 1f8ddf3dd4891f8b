/** The terms of one supplier at one store, for setting up and for Inventory alike. What is emptied is a guess again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplierView } from '../../../shared/contract/supply-schemas.ts';
import { sameDecimal } from '../../../shared/money.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { MoneyField, NumberField } from '../../ui/number-fields.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextArea, TextField } from '../../ui/text-fields.tsx';
import { toast } from '../../ui/toast.tsx';
import './supply.css';

const CURRENCY = /^[A-Z]{3}$/;
/** What shows terms and is no further than this dialog; the rest hears of it by its event. */
const SHOW_TERMS = ['suppliers', 'supply', 'supply-gaps'];

interface SupplierDialogProps {
  supplier: SupplierView;
  onClose: () => void;
}

export function SupplierDialog({ supplier, onClose }: SupplierDialogProps) {
  const api = useApi();
  const names = useNames();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => formOf(supplier));
  /** That the form's amounts are in: the last whole code that was typed. */
  const [currency, setCurrency] = useState(supplier.currency);
  const change = (part: Partial<Form>): void => setForm({ ...form, ...part });
  const codeError =
    form.currency === '' || CURRENCY.test(form.currency) ? null : 'Three letters, such as EUR.';
  const hint = (field: keyof SupplierView, otherwise?: string): string | undefined => {
    const value = String(supplier[field]);
    if (supplier.learned.includes(field))
      return `Learned from its deliveries: ${value}. A value of yours wins.`;
    return supplier.defaults.includes(field) ? `Nobody has said: ${value} is assumed.` : otherwise;
  };
  const save = useMutation({
    mutationFn: () => {
      const { serviceLevel, email, notes, currency: code, ...terms } = form;
      return api.suppliers.set({
        ...terms,
        storeId: supplier.storeId,
        supplier: supplier.supplier,
        serviceLevel: serviceLevel === null ? null : serviceLevel / 100,
        currency: code || null,
        email: email.trim() || null,
        notes: notes.trim() || null,
      });
    },
    onSuccess() {
      for (const name of SHOW_TERMS) void queries.invalidateQueries({ queryKey: [name] });
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
      text={`For ${names.store(supplier.storeId)}: all of their products that have no terms of their own. An empty field is a cautious guess.`}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (codeError === null && !save.isPending) save.mutate();
        }}
      >
        <div className="supplier-fields">
          <NumberField
            label="Delivery takes"
            unit="days"
            min={0}
            max={3650}
            value={form.leadTimeDays}
            hint={hint('leadTimeDays', 'From the order to goods in stock')}
            onChange={(leadTimeDays) => change({ leadTimeDays })}
          />
          <NumberField
            label="Give or take"
            unit="days"
            min={0}
            max={3650}
            value={form.leadTimeSdDays}
            hint={hint('leadTimeSdDays', 'Two of three deliveries come within it')}
            onChange={(leadTimeSdDays) => change({ leadTimeSdDays })}
          />
          <NumberField
            label="You look every"
            unit="days"
            min={0.5}
            max={3650}
            value={form.reviewDays}
            hint={hint('reviewDays', 'How often you order of it')}
            onChange={(reviewDays) => change({ reviewDays })}
          />
          <NumberField
            label="Pack size"
            unit="units"
            min={1}
            max={1_000_000}
            value={form.packSize}
            hint={hint('packSize')}
            onChange={(packSize) => change({ packSize: whole(packSize) })}
          />
          <NumberField
            label="Least of a product"
            unit="units"
            min={0}
            max={1_000_000}
            value={form.minimumUnits}
            onChange={(minimumUnits) => change({ minimumUnits: whole(minimumUnits) })}
          />
          <NumberField
            label="Service level"
            unit="%"
            min={50}
            max={99.9}
            value={form.serviceLevel}
            hint="Of a hundred rounds, how many shall not run out. Empty: more for what brings more"
            onChange={(serviceLevel) => change({ serviceLevel })}
          />
          <NumberField
            label="Goods keep"
            unit="days"
            min={0.5}
            max={3650}
            value={form.shelfLifeDays}
            hint="From their arrival. Empty: they don’t spoil"
            onChange={(shelfLifeDays) => change({ shelfLifeDays })}
          />
          <TextField
            label="Paid in"
            value={form.currency}
            maxLength={3}
            placeholder={supplier.currency}
            error={codeError}
            onChange={(typed) => {
              const next = typed.trim().toUpperCase();
              const paidIn = CURRENCY.test(next) ? next : currency;
              const written = (minor: number | null): number | null =>
                minor === null ? null : sameDecimal(minor, currency, paidIn);
              setCurrency(paidIn);
              change({
                currency: next,
                minimumOrder: written(form.minimumOrder),
                freeFreightFrom: written(form.freeFreightFrom),
              });
            }}
            hint="Amounts stay as they are written: nothing is converted"
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
            label="Orders go to"
            kind="email"
            value={form.email}
            maxLength={254}
            hint="Put into mail drafts; nothing is mailed by itself"
            onChange={(email) => change({ email })}
          />
        </div>
        <TextArea label="Notes" value={form.notes} maxLength={5000} onChange={(notes) => change({ notes })} />
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

type Form = ReturnType<typeof formOf>;

/** What nobody has set stands empty. */
function formOf(supplier: SupplierView) {
  const set = (field: keyof SupplierView, value: number): number | null =>
    supplier.defaults.includes(field) || supplier.learned.includes(field) ? null : value;
  return {
    email: supplier.email ?? '',
    currency: supplier.defaults.includes('currency') ? '' : supplier.currency,
    leadTimeDays: set('leadTimeDays', supplier.leadTimeDays),
    leadTimeSdDays: set('leadTimeSdDays', supplier.leadTimeSdDays),
    reviewDays: set('reviewDays', supplier.reviewDays),
    packSize: set('packSize', supplier.packSize),
    minimumUnits: set('minimumUnits', supplier.minimumUnits),
    /** Per cent, one place. */
    serviceLevel: set('serviceLevel', Math.round(supplier.serviceLevel * 1000) / 10),
    shelfLifeDays: supplier.shelfLifeDays ?? null,
    minimumOrder: supplier.minimumOrder?.minor ?? null,
    freeFreightFrom: supplier.freeFreightFrom?.minor ?? null,
    notes: supplier.notes ?? '',
  };
}

function whole(units: number | null): number | null {
  return units === null ? null : Math.round(units);
}
