/** Sets the terms of one variant; an empty field goes back to what its supplier or the shop says. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplyTermView } from '../../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { NumberField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useCurrencyOf } from '../suppliers/use-currency.ts';
import { givenSupply, type Supply, SupplyFields } from './supply-fields.tsx';

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
  const [supply, setSupply] = useState<Supply>(() => ({
    supplierSku: own(terms.supplierSku) ?? '',
    unitCost: own(terms.unitCost)?.minor ?? null,
    leadTimeDays: own(terms.leadTimeDays),
    packSize: own(terms.packSize),
    minimumUnits: own(terms.minimumUnits),
  }));
  const [shelfLifeDays, setShelfLife] = useState(own(terms.shelfLifeDays));
  const save = useMutation({
    mutationFn: () =>
      api.supplyTerms.set({
        storeId,
        rows: [
          {
            variantId: terms.variantId,
            supplier: supplier.trim() || null,
            shelfLifeDays,
            ...givenSupply(supply),
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
  const otherwise = ({ value, source }: { value: number | null; source: string }, unit: string): string =>
    source === 'set' ? 'Empty: as its supplier' : said(value, unit);
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
        <TextField
          label="Supplier"
          value={supplier}
          onChange={setSupplier}
          maxLength={255}
          hint={said(terms.supplier.source === 'set' ? terms.vendor : terms.supplier.value)}
        />
        <SupplyFields
          value={supply}
          currency={currency}
          hints={{
            leadTimeDays: otherwise(terms.leadTimeDays, ' days'),
            packSize: otherwise(terms.packSize, ' a pack'),
            minimumUnits: otherwise(terms.minimumUnits, ' units'),
          }}
          onChange={setSupply}
        />
        <NumberField
          label="Keeps"
          unit="days"
          min={0.5}
          max={3650}
          value={shelfLifeDays}
          onChange={setShelfLife}
          hint={
            terms.shelfLifeDays.source === 'missing'
              ? 'From its arrival. Empty: it does not spoil'
              : otherwise(terms.shelfLifeDays, ' days')
          }
        />
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
