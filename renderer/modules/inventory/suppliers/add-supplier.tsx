/** Adds a supplier that no product names as its vendor. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { go } from '../../../app/navigation/navigate.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { NumberField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { useOneStore } from '../use-one-store.ts';

export function AddSupplier({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const { store, stores } = useOneStore();
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [leadTimeDays, setLead] = useState<number | null>(null);
  const storeId = chosen ?? store?.id ?? '';
  const add = useMutation({
    mutationFn: () =>
      api.suppliers.set({ storeId, supplier: name.trim(), leadTimeDays: leadTimeDays ?? undefined }),
    async onSuccess({ supplier }) {
      await queries.invalidateQueries({ queryKey: inventoryReads(api).suppliers.queryKey });
      go(places.supplier(supplier));
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a supplier"
      text="The vendors of your products are suppliers already."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && storeId !== '' && !add.isPending) add.mutate();
        }}
      >
        <TextField label="Name" value={name} onChange={setName} maxLength={255} />
        {stores.length > 1 && (
          <Select
            label="For the store"
            icon="store"
            value={storeId}
            onChange={setChosen}
            options={stores.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <NumberField
          label="Delivery takes"
          unit="days"
          min={0}
          max={3650}
          value={leadTimeDays}
          onChange={setLead}
          hint="From the order to goods in stock; empty where you don’t know yet"
        />
        {add.error && <Problem error={add.error} />}
        <div className="line">
          <Button
            kind="primary"
            submits
            busy={add.isPending}
            barred={
              name.trim() === '' ? 'It needs a name' : storeId === '' ? 'Connect a store first' : undefined
            }
          >
            Add it
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
