/** Where a variant comes from, on which terms, and where each value is from; each can be set for the variant. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProductView } from '../../../../shared/contract/product-schemas.ts';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import type { SupplyTermView } from '../../../../shared/contract/supply-schemas.ts';
import { type SalesClass, SERVICE_BY_CLASS } from '../../../../shared/supplier-terms.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { learnedFrom, Sourced } from '../suppliers/sourced.tsx';
import { TermsDialog } from './terms-dialog.tsx';
import type { Variant } from './variant.ts';

const CLASSES = {
  A: 'most of the sales',
  B: 'a good part of the sales',
  C: 'little of the sales',
} as const;

function whyLevel(salesClass: SalesClass, level: number): string {
  const lowered = level < SERVICE_BY_CLASS[salesClass] ? ', but a unit earns little' : '';
  return `class ${salesClass}: it brings ${CLASSES[salesClass]}${lowered}`;
}

interface TermsCardProps {
  store: StoreView;
  product: ProductView;
  variant: Variant;
}

export function TermsCard({ store, product, variant }: TermsCardProps) {
  const [editing, setEditing] = useState(false);
  const query = useQuery(
    inventoryReads(useApi()).termsOf(store.id, variant.variantId, variant.sku ?? product.title),
  );
  return (
    <Card
      title="Terms"
      scope="what orders rest on"
      action={
        query.data && (
          <Button kind="quiet" icon="edit" label="Edit terms" onPress={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(terms) =>
          terms === null ? (
            <p className="dim">Its terms are those of {product.terms.supplier || 'no supplier yet'}.</p>
          ) : (
            <>
              <TermsList terms={terms} />
              {editing && <TermsDialog storeId={store.id} terms={terms} onClose={() => setEditing(false)} />}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

function TermsList({ terms }: { terms: SupplyTermView }) {
  const { supplier, supplierSku, leadTimeDays, packSize, minimumUnits, shelfLifeDays } = terms;
  const { unitCost, serviceLevel, salesClass } = terms;
  return (
    <dl className="terms">
      <Sourced label="Supplier" source={supplier.source}>
        {supplier.value === null ? (
          'not known'
        ) : (
          <a className="inline-link" href={places.supplier(supplier.value)} dir="auto">
            {supplier.value}
          </a>
        )}
      </Sourced>
      <Sourced label="Supplier’s own SKU" source={supplierSku.source}>
        <span dir="auto">{supplierSku.value ?? 'not known'}</span>
      </Sourced>
      <Sourced
        label="Delivery takes"
        source={leadTimeDays.source}
        from={learnedFrom(leadTimeDays.source, terms.deliveries)}
      >
        {words.plural(leadTimeDays.value, 'day')}
      </Sourced>
      <Sourced label="Unit cost" source={unitCost.source}>
        {unitCost.value ? words.money(unitCost.value.minor, unitCost.value.currency) : 'not known'}
      </Sourced>
      <Sourced label="Pack" source={packSize.source}>
        {words.plural(packSize.value, 'unit')}
      </Sourced>
      <Sourced label="Least in an order" source={minimumUnits.source}>
        {minimumUnits.value === 0 ? 'none' : words.plural(minimumUnits.value, 'unit')}
      </Sourced>
      {shelfLifeDays.value !== null && (
        <Sourced label="Keeps" source={shelfLifeDays.source}>
          {words.plural(shelfLifeDays.value, 'day')} from arrival
        </Sourced>
      )}
      <Sourced
        label="Service level"
        source={serviceLevel.source}
        from={salesClass === null ? undefined : whyLevel(salesClass, serviceLevel.value)}
      >
        {words.percent(serviceLevel.value)}
      </Sourced>
    </dl>
  );
}
