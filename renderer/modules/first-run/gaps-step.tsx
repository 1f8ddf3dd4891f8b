/** What Shopify does not know and decisions rest on; shown as soon as the first products are here. */
import { useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { setupReads } from '../../setup/queries.ts';
import { SupplierList } from '../../setup/supply/supplier-list.tsx';
import { SupplyGrid } from '../../setup/supply/supply-grid.tsx';
import { FirstSync } from '../../setup/sync/first-sync.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';

const LOOK_MS = 1_500;

export function GapsStep({ store }: { store: StoreView | null }) {
  if (!store)
    return (
      <Empty
        title="No store is here yet."
        action={<ButtonLink href={placeTo('first-run', ['shop'])}>Connect or import one</ButtonLink>}
      >
        Gaps are of its products.
      </Empty>
    );
  return <Gaps store={store} />;
}

function Gaps({ store }: { store: StoreView }) {
  const api = useApi();
  const progress = useEmpire(({ syncs }) => syncs[store.id]);
  const running =
    useQuery(reads(api).sync).data?.find(({ storeId }) => storeId === store.id)?.running || Boolean(progress);
  const counts = useQuery({ ...setupReads(api).counts, refetchInterval: running ? LOOK_MS : false }).data;
  const products = counts?.find(({ storeId }) => storeId === store.id)?.variants ?? 0;
  // Sales decide what comes first, so the list begins once they are in.
  if (running || products === 0)
    return (
      <Card title={store.name} scope={running ? 'on its way' : 'not read yet'}>
        <p className="dim">
          {running
            ? 'Its products and sales are being read; then the gaps that matter most stand here.'
            : 'Its products and sales come with the first sync; then the gaps that matter most stand here.'}{' '}
          You can go on meanwhile and fill them later.
        </p>
        <FirstSync store={store} />
      </Card>
    );
  return (
    <>
      <Card title="Suppliers" scope="what stands for all of their products">
        <SupplierList storeId={store.id} />
      </Card>
      <Card title="Products" scope={store.name}>
        <SupplyGrid storeId={store.id} />
      </Card>
    </>
  );
}
