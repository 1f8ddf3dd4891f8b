/** Sets the terms of one variant; an empty field goes back to what its supplier or the shop says. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplyTermView } from '../../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyField, NumberField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useCurrencyOf } from '../suppliers/use-currency.ts';

interface TermsDialogProps {
  storeId: string;
  terms: SupplyTermView;
  onClose: () => void;
}

function own<T>({ value, source }: { value: T; source: string }): T | null {
  return source === 'set' ? value : null;
}

export function TermsDialog({ storeId, terms, onClose }: TermsDialogProps) {
  const api = useApi();
  const currency = useCurrencyOf(storeId, terms.supplier.value, terms.sales.currency);
  const [supplier, setSupplier] = useState(own(terms.supplier) ?? '');
  const [supplierSku, setSupplierSku] = useState(own(terms.supplierSku) ?? '');
  const [leadTimeDays, setLeadTime] = useState(own(terms.leadTimeDays));
  const [packSize, setPack] = useState(own(terms.packSize));
  const [minimumUnits, setMinimum] = useState(own(terms.minimumUnits));
  const [shelfLifeDays, setShelfLife] = useState(own(terms.shelfLifeDays));
  const [unitCost, setCost] = useState(own(terms.unitCost)?.minor ?? null);
  const save = useMutation({
    mutationFn: () =>
      api.supplyTerms.set({
        storeId,
        rows: [
          {
            variantId: terms.variantId,
            supplier: supplier.trim() || null,
            supplierSku: supplierSku.trim() || null,
            leadTimeDays,
            packSize,
            minimumUnits,
            shelfLifeDays,
            unitCost,
          },
        ],
      }),
    onSuccess: () => {
      toast({ title: `Terms set: ${terms.title}`, text: 'The outlook follows in a moment.' });
      onClose();
    },
  });
  const said = (value: string | number | null, unit = ''): string =>
    value === null || value === '' ? 'Not known yet' : `Else ${value}${unit}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Terms of this variant"
      text="An empty field goes by what its supplier or the shop says."
      wide
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <div className="line">
          <TextField
            label="Supplier"
            value={supplier}
            onChange={setSupplier}
            maxLength={255}
            hint={said(terms.supplier.source === 'set' ? terms.vendor : terms.supplier.value)}
          />
          <TextField
            label="Supplier’s own SKU"
            value={supplierSku}
            onChange={setSupplierSku}
            maxLength={255}
            hint="As it stands on its price list"
          />
        </div>
        <div className="line">
          <NumberField
            label="Delivery takes"
            unit="days"
            min={0}
            max={3650}
            value={leadTimeDays}
            onChange={setLeadTime}
            hint={
              terms.leadTimeDays.source === 'set'
                ? 'Empty: as its supplier'
                : said(terms.leadTimeDays.value, ' days')
            }
          />
          <MoneyField
            label="Unit cost"
            currency={currency}
            min={0}
            value={unitCost}
            onChange={setCost}
            hint="Of one unit, before freight and duty"
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
            hint={
              terms.packSize.source === 'set'
                ? 'Empty: as its supplier'
                : said(terms.packSize.value, ' a pack')
            }
          />
          <NumberField
            label="Least order"
            unit="units"
            min={0}
            max={1_000_000}
            value={minimumUnits}
            onChange={setMinimum}
            hint={
              terms.minimumUnits.source === 'set'
                ? 'Empty: as its supplier'
                : said(terms.minimumUnits.value, ' units')
            }
          />
        </div>
        <div className="line">
          <NumberField
            label="Keeps"
            unit="days"
            min={0.5}
            max={3650}
            value={shelfLifeDays}
            onChange={setShelfLife}
            hint={
              terms.shelfLifeDays.source === 'supplier'
                ? said(terms.shelfLifeDays.value, ' days')
                : 'From its arrival. Empty: it does not spoil'
            }
          />
        </div>
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
