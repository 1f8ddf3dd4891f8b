/** Suppliers: what they promise, which of it is a guess, and what is unknown of each product. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/bridge-context.tsx';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { PurchasingBudget } from '../../setup/supply/purchasing-budget.tsx';
import { SupplierList } from '../../setup/supply/supplier-list.tsx';
import { SupplyGrid } from '../../setup/supply/supply-grid.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';

export function SuppliersSection() {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const looked = useEmpire(({ store }) => store);
  const [chosen, setChosen] = useState<string | null>(null);
  const storeId = looked ?? chosen ?? stores?.[0]?.id;
  if (stores?.length === 0)
    return (
      <Empty
        title="No store is here yet."
        action={<ButtonLink href={placeTo('first-run', ['shop'])}>Connect or import one</ButtonLink>}
      >
        Suppliers are of its products.
      </Empty>
    );
  if (!stores || storeId === undefined) return null;
  return (
    <>
      {looked === null && stores.length > 1 && (
        <Select
          label="Store"
          value={storeId}
          onChange={setChosen}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Card title="Suppliers" scope="what stands for all of their products">
        <PurchasingBudget key={`budget ${storeId}`} storeId={storeId} />
        <SupplierList key={storeId} storeId={storeId} />
      </Card>
      <Card title="Products" scope="what is known of where each comes from">
        <SupplyGrid key={storeId} storeId={storeId} />
      </Card>
    </>
  );
}
