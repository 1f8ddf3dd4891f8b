/** What a store is called here; its shop does not hear of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';

export function RenameStore({ store, onClose }: { store: StoreView; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState(store.name);
  const rename = useMutation({
    mutationFn: () => api.stores.settings({ storeId: store.id, name: name.trim() }),
    onSuccess() {
      onClose();
      return queries.invalidateQueries({ queryKey: ['stores'] });
    },
  });
  return (
    <Dialog open onClose={onClose} title="Rename the store" text="Only here; the shop keeps its own name.">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !rename.isPending) rename.mutate();
        }}
      >
        <TextField label="Name" value={name} maxLength={100} required onChange={setName} />
        {rename.error && <Problem error={rename.error} />}
        <div className="line">
          <Button
            kind="primary"
            submits
            busy={rename.isPending}
            barred={name.trim() === '' ? 'A store needs a name.' : undefined}
          >
            Rename
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
