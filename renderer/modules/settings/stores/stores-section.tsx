/** The stores: what they are called here, what their shops grant, and how they leave. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/bridge-context.tsx';
import { placeTo } from '../../../app/navigation/place.ts';
import { reads } from '../../../app/queries.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { words } from '../../../ui/words.ts';
import { StoreRow } from './store-row.tsx';

export function StoresSection() {
  const stores = useQuery(reads(useApi()).stores);
  return (
    <Card
      title="Stores"
      scope={stores.data && words.plural(stores.data.length, 'store')}
      action={
        <ButtonLink icon="plus" href={placeTo('first-run', ['shop'])}>
          Add a store
        </ButtonLink>
      }
    >
      <Loaded query={stores} lines={6}>
        {(list) =>
          list.length === 0 ? (
            <Empty title="No store is here yet.">Connect your shop, or begin with its CSV exports.</Empty>
          ) : (
            <ul className="rows" aria-label="Stores">
              {list.map((store) => (
                <StoreRow key={store.id} store={store} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
