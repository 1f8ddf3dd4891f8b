/** Where the data comes from: a shop that is connected, or its exports. */
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { goOver, usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { ConnectShop } from '../../setup/connect/connect-shop.tsx';
import { ImportFiles } from '../../setup/imports/import-files.tsx';
import { Card } from '../../ui/card.tsx';
import { Tabs } from '../../ui/choices.tsx';
import { Icon } from '../../ui/icon.tsx';

type Way = 'connect' | 'import';

interface ShopStepProps {
  stores: readonly StoreView[];
  onConnected: (store: StoreView) => void;
  /** `whole`: no row was refused, so there is nothing to stay for. */
  onImported: (storeId: string, whole: boolean) => void;
}

export function ShopStep({ stores, onConnected, onImported }: ShopStepProps) {
  const { query } = usePlace();
  const way: Way = query.way === 'import' ? 'import' : 'connect';
  return (
    <>
      <p className="setup-lead">
        Everything is kept on this machine. Connect your shop, and it stays fresh by itself; or begin with
        files that Shopify exports, and connect later.
      </p>
      {stores.length > 0 && (
        <p className="small dim">
          <Icon name="store" /> Here already: {stores.map(({ name }) => name).join(', ')}.
        </p>
      )}
      <Tabs
        label="Where the data comes from"
        value={way}
        onChange={(chosen: Way) => goOver(placeTo('first-run', ['shop'], { ...query, way: chosen }))}
        tabs={[
          { value: 'connect', label: 'Connect a shop', content: <ConnectShop onConnected={onConnected} /> },
          {
            value: 'import',
            label: 'Import CSV exports',
            content: (
              <Card title="CSV exports" scope="of Shopify">
                <ImportFiles onDone={({ storeId, totals }) => onImported(storeId, totals.refused === 0)} />
              </Card>
            ),
          },
        ]}
      />
    </>
  );
}
