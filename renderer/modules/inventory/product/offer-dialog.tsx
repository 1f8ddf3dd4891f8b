/** What a further supplier asks for one variant; an empty field goes by what that supplier does otherwise. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import type { SupplyOfferView } from '../../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyField, NumberField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { inventoryReads } from '../reads.ts';
import { useCurrencyOf } from '../suppliers/use-currency.ts';
import type { Variant } from './product-page.tsx';

interface OfferDialogProps {
  store: StoreView;
  variant: Variant;
  /** Empty: a new one. */
  offer: Partial<SupplyOfferView>;
  onClose: () => void;
}

export function OfferDialog({ store, variant, offer, onClose }: OfferDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const isNew = offer.supplier === undefined;
  const [name, setName] = useState(offer.supplier ?? '');
  const supplier = name.trim();
  const currency = useCurrencyOf(store.id, supplier, variant.price.currency);
  const known = useQuery(inventoryReads(api).suppliers).data ?? [];
  const isKnown = known.some((one) => one.storeId === store.id && one.supplier === supplier);
  const [unitCost, setCost] = useState(offer.unitCost?.minor ?? null);
  const own = (field: 'leadTimeDays' | 'packSize' | 'minimumUnits'): number | null =>
    offer.own?.includes(field) ? (offer[field] ?? null) : null;
  const [leadTimeDays, setLead] = useState(() => own('leadTimeDays'));
  const [packSize, setPack] = useState(() => own('packSize'));
  const [minimumUnits, setMinimum] = useState(() => own('minimumUnits'));
  const [supplierSku, setSku] = useState(offer.supplierSku ?? '');
  const save = useMutation({
    mutationFn: () =>
      api.supplyOffers.set({
        storeId: store.id,
        variantId: variant.variantId,
        supplier,
        unitCost,
        leadTimeDays,
        packSize,
        minimumUnits,
        supplierSku: supplierSku.trim() || null,
      }),
    onSuccess(offers) {
      queries.setQueryData(inventoryReads(api).offers(store.id, variant.variantId).queryKey, offers);
      toast({ title: `${supplier} is weighed against the others` });
      onClose();
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isNew ? 'Another supplier of it' : <span dir="auto">What {supplier} asks</span>}
      text="An empty field goes by what that supplier does otherwise. Nothing is ordered from it until you say so."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (supplier !== '' && !save.isPending) save.mutate();
        }}
      >
        <div className="line">
          {isNew && (
            <TextField
              label="Supplier"
              value={name}
              onChange={setName}
              maxLength={255}
              hint={
                supplier === '' || isKnown
                  ? 'As it is called among your suppliers'
                  : 'None of your suppliers yet: it becomes one'
              }
            />
          )}
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
            label="Delivery takes"
            unit="days"
            min={0}
            max={3650}
            value={leadTimeDays}
            onChange={setLead}
            hint="From the order to goods in stock"
          />
          <TextField
            label="Supplier’s own SKU"
            value={supplierSku}
            onChange={setSku}
            maxLength={255}
            hint="As it stands on its price list"
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
            label="Least order"
            unit="units"
            min={0}
            max={1_000_000}
            value={minimumUnits}
            onChange={setMinimum}
          />
        </div>
        {save.error && <Problem error={save.error} />}
        <div className="line">
          <Button
            kind="primary"
            submits
            busy={save.isPending}
            barred={supplier === '' ? 'It needs a supplier’s name' : undefined}
          >
            {isNew ? 'Add it' : 'Keep it'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
