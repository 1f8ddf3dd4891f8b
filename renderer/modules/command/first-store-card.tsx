/** No store yet: the one thing to do. */
import { linkToFirstRun } from '../../app/navigation/links.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';

export function FirstStoreCard() {
  const link = linkToFirstRun();
  return (
    <div className="first-store">
      <Card title="Stores">
        <Empty
          title="No store is connected yet."
          action={
            link && (
              <span className="line">
                <ButtonLink kind="primary" icon="store" href={link}>
                  Connect a store
                </ButtonLink>
                <ButtonLink icon="upload" href={linkToFirstRun('import')!}>
                  Import CSV exports
                </ButtonLink>
              </span>
            )
          }
        >
          Connect your Shopify store or drop its CSV exports: sales, stock and what needs you appear here
          while the first sync runs.
        </Empty>
        {!link && (
          <>
            <p>
              Connect your first one in a terminal, in the folder of this program; it asks for the client
              secret:
            </p>
            <code className="shell-line">npm run -s royal -- store add my-shop --client-id CLIENT_ID</code>
            <p className="dim small">
              The id and the secret are those of your app in Shopify’s Dev Dashboard. For the store{' '}
              <span className="whole">my-shop.myshopify.com</span> you write{' '}
              <span className="whole">my-shop</span>. The store appears here at once; then press “Sync now”.
            </p>
          </>
        )}
      </Card>
    </div>
  );
}
