/** What each supplier promises: it stands for all of their products that have no terms of their own. */
import { useState } from 'react';
import type { SupplierView } from '../../../shared/contract/supply-schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { SupplierDialog } from './supplier-dialog.tsx';
import { useSuppliers } from './supply-terms.ts';

export function SupplierList({ storeId }: { storeId: string }) {
  const suppliers = useSuppliers(storeId);
  const [asked, setAsked] = useState<SupplierView | null>(null);
  return (
    <Loaded query={suppliers} lines={4}>
      {(list) =>
        list.length === 0 ? (
          <Empty title="No supplier is known yet.">
            Vendors of your products are taken for suppliers, once the products are here.
          </Empty>
        ) : (
          <>
            <ul className="rows suppliers" aria-label="Suppliers">
              {list.map((supplier) => (
                <li key={supplier.supplier} className="supplier">
                  <h3 dir="auto">{supplier.supplier}</h3>
                  <p className="small">
                    <Terms of={supplier} />
                  </p>
                  <Button
                    icon="edit"
                    label={`Change the terms of ${supplier.supplier}`}
                    onPress={() => setAsked(supplier)}
                  >
                    Change
                  </Button>
                </li>
              ))}
            </ul>
            {asked && <SupplierDialog supplier={asked} onClose={() => setAsked(null)} />}
          </>
        )
      }
    </Loaded>
  );
}

function Terms({ of }: { of: SupplierView }) {
  const guess = (field: string) =>
    of.learned.includes(field) ? (
      <span className="dim"> (learned from deliveries)</span>
    ) : (
      of.defaults.includes(field) && <span className="tone-wait"> (a guess)</span>
    );
  return (
    <>
      delivery takes {words.plural(of.leadTimeDays, 'day')}
      {guess('leadTimeDays')}, packs of {words.count(of.packSize)}
      {guess('packSize')}
      {of.minimumUnits > 0 && `, at least ${words.plural(of.minimumUnits, 'unit')} of a product`}
      {of.minimumOrder && `, orders from ${words.money(of.minimumOrder.minor, of.minimumOrder.currency)}`},
      paid in {of.currency}
    </>
  );
}
