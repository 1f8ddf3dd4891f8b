/** What Shopify does not know and decisions rest on. */
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { Card } from '../../ui/card.tsx';

export function GapsStep({ store }: { store: StoreView | null }) {
  return <Card title="Fill the gaps">{store?.name}</Card>;
}
