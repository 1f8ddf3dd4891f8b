/** The first sync, as it fills the mirror. */
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { FirstSync } from '../../setup/sync/first-sync.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';

export function SyncStep({ store }: { store: StoreView | null }) {
  if (!store)
    return (
      <Empty
        title="No store is here yet."
        action={<ButtonLink href={placeTo('first-run', ['shop'])}>Connect or import one</ButtonLink>}
      />
    );
  return (
    <Card title={store.name} scope={store.credentials === 'none' ? 'imported from files' : store.shopDomain}>
      <FirstSync store={store} />
      <p className="dim small">
        Once it is in, the inventory agent forecasts every product and tells what to order, with its reasons.
        Nothing is ordered or changed before you approve it.
      </p>
    </Card>
  );
}
