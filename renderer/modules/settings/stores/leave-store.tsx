/** Two ways for a store to leave: its copy and its keys go, or everything that is kept of it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { toast } from '../../../ui/toast.tsx';
import { TypedConfirm } from '../../../ui/typed-confirm.tsx';

interface LeaveProps {
  store: StoreView;
  onClose: () => void;
}

export function RemoveStore({ store, onClose }: LeaveProps) {
  const api = useApi();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.stores.remove({ storeId: store.id }),
    onSuccess() {
      onClose();
      toast({ title: `${store.name} is disconnected`, text: 'Its history stays.' });
      return queries.invalidateQueries();
    },
  });
  return (
    <TypedConfirm
      title={`Disconnect ${store.name}`}
      word={store.id}
      action="Disconnect"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        The copy of its products, orders and customers and its keys are deleted from this machine. What was
        decided and done stays. Nothing in the shop changes; you can connect it again.
      </p>
    </TypedConfirm>
  );
}

export function EraseStore({ store, onClose }: LeaveProps) {
  const api = useApi();
  const queries = useQueryClient();
  const erase = useMutation({
    mutationFn: (word: string) => api.stores.erase({ storeId: store.id, confirm: word }),
    onSuccess() {
      onClose();
      toast({ title: `${store.name} is deleted`, text: 'With all that was kept of it.' });
      return queries.invalidateQueries();
    },
  });
  return (
    <TypedConfirm
      title={`Delete ${store.name} for good`}
      word={store.id}
      action="Delete for good"
      busy={erase.isPending}
      error={erase.error}
      onConfirm={() => erase.mutate(store.id)}
      onClose={onClose}
    >
      <p>
        Everything that is kept of it is deleted: products, orders, customers, imported files, runs, findings,
        suppliers’ terms, keys. This can’t be taken back, except from a backup.
      </p>
      <p className="dim small">
        What was approved and the record of it stay, since they prove each other. Nothing in the shop changes.
      </p>
    </TypedConfirm>
  );
}
