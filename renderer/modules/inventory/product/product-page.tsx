/** One product: each variant's demand and outlook, what other terms would do, where it lies, what was done about it. */
import { useQuery } from '@tanstack/react-query';
import type { ProductView } from '../../../../shared/contract/product-schemas.ts';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { goOver, usePlace } from '../../../app/navigation/navigate.ts';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { PlainSelect } from '../../../ui/plain-select.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { NoStore } from '../no-store.tsx';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { useOneStore } from '../use-one-store.ts';
import { DemandCard } from './demand-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { LevelsCard } from './levels-card.tsx';
import { OffersCard } from './offers-card.tsx';
import { OutlookStats } from './outlook-stats.tsx';
import { StartOrder } from './start-order.tsx';
import { TermsCard } from './terms-card.tsx';
import type { Variant } from './variant.ts';
import { WhatIfCard } from './what-if-card.tsx';
import './product.css';

export function ProductPage({ productId }: { productId: number }) {
  const { store, error, refetch } = useOneStore();
  if (store === undefined)
    return error ? <Problem error={error} onRetry={refetch} /> : <Skeleton lines={6} height={4} />;
  if (store === null)
    return <NoStore title="Product">Once one is, its products can be looked at here.</NoStore>;
  return <ProductOf store={store} productId={productId} key={`${store.id} ${productId}`} />;
}

function ProductOf({ store, productId }: { store: StoreView; productId: number }) {
  const query = useQuery(inventoryReads(useApi()).product(store.id, productId));
  useTitle(query.data?.title);
  return (
    <Loaded query={query} skeleton={<Skeleton lines={6} height={4} />}>
      {(product) => <Shown store={store} product={product} />}
    </Loaded>
  );
}

function Shown({ store, product }: { store: StoreView; product: ProductView }) {
  const wanted = Number(usePlace().query.variant);
  const variant = product.variants.find(({ variantId }) => variantId === wanted) ?? mostPressing(product);
  if (!variant)
    return (
      <Empty
        title="This product has no variants."
        action={<ButtonLink href={places.stock(store.id)}>See the stock</ButtonLink>}
      >
        There is nothing to keep in stock of it.
      </Empty>
    );
  return (
    <div className="product">
      <div className="product-head">
        <p className="dim small" dir="auto">
          <a className="inline-link" href={places.stock(store.id)}>
            Stock of {store.name}
          </a>{' '}
          ·{' '}
          {[product.vendor || 'no vendor', product.productType, STATUS[product.status] ?? product.status]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <div className="line">
          {product.variants.length > 1 && (
            <PlainSelect
              label="Variant"
              icon="product"
              value={String(variant.variantId)}
              onChange={(id) => goOver(places.product(store.id, product.productId, Number(id)))}
              options={product.variants.map((one) => ({
                value: String(one.variantId),
                label: one.variant ?? one.title,
              }))}
            />
          )}
          <span className="dim small number" dir="auto" data-code>
            {variant.sku ?? 'no SKU'}
            {variant.barcode && ` · ${variant.barcode}`}
          </span>
          <Allowed to="purchaseOrders.create">
            <StartOrder store={store} variant={variant} />
          </Allowed>
        </div>
      </div>
      {!variant.tracked && (
        <p className="banner-line tone-wait">
          <Icon name="info" /> Shopify does not keep count of this variant, so nothing is known of its stock.
          Turn on “Track quantity” there.
        </p>
      )}
      <OutlookStats store={store} variant={variant} asOf={product.asOf} />
      <div className="product-grid" key={variant.variantId}>
        <div className="product-column">
          <DemandCard storeId={store.id} variant={variant} />
          <LevelsCard variant={variant} />
          <HistoryCard actions={product.actions} />
        </div>
        <div className="product-column">
          <Allowed to="products.whatIf">
            <WhatIfCard storeId={store.id} variant={variant} />
          </Allowed>
          <Allowed to="supplyTerms.list">
            <TermsCard store={store} product={product} variant={variant} />
          </Allowed>
          <Allowed to="supplyOffers.list">
            <OffersCard store={store} variant={variant} />
          </Allowed>
        </div>
      </div>
    </div>
  );
}

const STATUS: Readonly<Record<string, string>> = {
  ACTIVE: 'on sale',
  active: 'on sale',
  DRAFT: 'draft',
  draft: 'draft',
  ARCHIVED: 'archived',
  archived: 'archived',
};

/** What is gone the soonest; else the first. */
function mostPressing({ variants }: ProductView): Variant | undefined {
  const days = ({ daysLeft }: Variant): number => daysLeft?.days ?? Number.POSITIVE_INFINITY;
  return [...variants].sort((a, b) => days(a) - days(b) || a.variantId - b.variantId)[0];
}
