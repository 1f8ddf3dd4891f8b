/** Begins a draft of an order for a variant, which commits to nothing until it is sent. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { go } from '../../../app/navigation/navigate.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import type { Variant } from './variant.ts';

interface StartOrderProps {
  store: StoreView;
  variant: Variant;
}

export function StartOrder({ store, variant }: StartOrderProps) {
  const api = useApi();
  const offers = useQuery(inventoryReads(api).offers(store.id, variant.variantId)).data;
  const now = offers?.find(({ current }) => current);
  const supplier = now?.supplier ?? '';
  const pack = now?.packSize ?? 1;
  // Nothing is due: what one would order at least, whole packs.
  const quantity =
    variant.quantity > 0 ? variant.quantity : Math.max(1, Math.ceil((now?.minimumUnits ?? 0) / pack)) * pack;
  const start = useMutation({
    mutationFn: () =>
      api.purchaseOrders.create({
        supplier,
        lines: [{ allocations: [{ storeId: store.id, variantId: variant.variantId, quantity }] }],
      }),
    onSuccess: ({ id, number }) => {
      toast({
        title: `${number} begun with ${words.plural(quantity, 'unit')}`,
        text: 'It is a draft: nothing is sent.',
      });
      go(places.order(id));
    },
    onError: (error) => {
      const { message, next } = toErrorData(error);
      toast({ title: message, text: next, tone: 'risk' });
    },
  });
  return (
    <span className="push">
      <Button
        icon="plus"
        kind={variant.quantity > 0 ? 'primary' : undefined}
        busy={start.isPending || !now}
        barred={now && supplier === '' ? 'Its supplier is not known: set it under Terms' : undefined}
        onPress={() => start.mutate()}
      >
        Order {words.plural(quantity, 'unit')}
      </Button>
    </span>
  );
}
