/** What a further supplier asks for one variant; an empty field goes by what that supplier does otherwise. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import type { SupplyOfferView } from '../../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { inventoryReads } from '../reads.ts';
import { useCurrencyOf } from '../suppliers/use-currency.ts';
import { givenSupply, type Supply, SupplyFields } from './supply-fields.tsx';
import type { Variant } from './variant.ts';

interface OfferDialogProps {
  store: StoreView;
  variant: Variant;
  /** Empty: a new one. */
  offer: Partial<SupplyOfferView>;
  /** Names of those that there are. */
  taken: readonly string[];
  onClose: () => void;
}

export function OfferDialog({ store, variant, offer, taken, onClose }: OfferDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const isNew = offer.supplier === undefined;
  const [name, setName] = useState(offer.supplier ?? '');
  const supplier = name.trim();
  const currency = useCurrencyOf(store.id, supplier, variant.price.currency);
  const known = useQuery(inventoryReads(api).suppliers).data ?? [];
  const isKnown = known.some((one) => one.storeId === store.id && one.supplier === supplier);
  const own = (field: 'leadTimeDays' | 'packSize' | 'minimumUnits'): number | null =>
    offer.own?.includes(field) ? (offer[field] ?? null) : null;
  const [supply, setSupply] = useState<Supply>(() => ({
    supplierSku: offer.supplierSku ?? '',
    unitCost: offer.unitCost?.minor ?? null,
    leadTimeDays: own('leadTimeDays'),
    packSize: own('packSize'),
    minimumUnits: own('minimumUnits'),
  }));
  const barred =
    supplier === ''
      ? 'It needs a supplier’s name'
      : isNew && taken.includes(supplier)
        ? 'It is among them already: edit it there'
        : undefined;
  const save = useMutation({
    mutationFn: () =>
      api.supplyOffers.set({
        storeId: store.id,
        variantId: variant.variantId,
        supplier,
        ...givenSupply(supply),
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
          if (barred === undefined && !save.isPending) save.mutate();
        }}
      >
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
        <SupplyFields value={supply} currency={currency} onChange={setSupply} />
        {save.error && <Problem error={save.error} />}
        <div className="line">
          <Button kind="primary" submits busy={save.isPending} barred={barred}>
            {isNew ? 'Add it' : 'Keep it'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
