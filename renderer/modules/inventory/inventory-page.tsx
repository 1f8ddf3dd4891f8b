/** Inventory: stock and its horizon, which comes with it; orders to suppliers, stocktakes, suppliers, a chunk each. */
import { loadablePage } from '../../app/loadable.tsx';
import { usePlace } from '../../app/navigation/navigate.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SubNav } from '../../ui/sub-nav.tsx';
import { places, productOf } from './places.ts';
import { StockPage } from './stock/stock-page.tsx';
import '../../app/decisions/decisions.css';
import './inventory.css';

const { Shown: ProductPage } = loadablePage(() =>
  import('./product/product-page.tsx').then((one) => one.ProductPage),
);
const { Shown: OrdersPage } = loadablePage(() =>
  import('./orders/orders-page.tsx').then((one) => one.OrdersPage),
);
const { Shown: NewOrderPage } = loadablePage(() =>
  import('./orders/new-order-page.tsx').then((one) => one.NewOrderPage),
);
const { Shown: OrderPage } = loadablePage(() =>
  import('./orders/order-page.tsx').then((one) => one.OrderPage),
);
const { Shown: ReceivingPage } = loadablePage(() =>
  import('./receiving/receiving-page.tsx').then((one) => one.ReceivingPage),
);
const { Shown: StocktakesPage } = loadablePage(() =>
  import('./stocktakes/stocktakes-page.tsx').then((one) => one.StocktakesPage),
);
const { Shown: StocktakePage } = loadablePage(() =>
  import('./stocktakes/stocktake-page.tsx').then((one) => one.StocktakePage),
);
const { Shown: SuppliersPage } = loadablePage(() =>
  import('./suppliers/suppliers-page.tsx').then((one) => one.SuppliersPage),
);
const { Shown: SupplierPage } = loadablePage(() =>
  import('./suppliers/supplier-page.tsx').then((one) => one.SupplierPage),
);

const PARTS = [
  { part: '', label: 'Stock', href: places.stock() },
  { part: 'orders', label: 'Purchase orders', href: places.orders() },
  { part: 'stocktakes', label: 'Stocktakes', href: places.stocktakes() },
  { part: 'suppliers', label: 'Suppliers', href: places.suppliers() },
] as const;

const ID = /^\d{1,15}$/;

export function InventoryPage() {
  const { path } = usePlace();
  const here = productOf(path[0]) === null ? (path[0] ?? '') : '';
  return (
    <>
      <SubNav
        label="Parts of Inventory"
        places={PARTS.map(({ part, label, href }) => ({ href, label, current: part === here }))}
      />
      {shown(path)}
    </>
  );
}

function shown([first = '', second, third]: readonly string[]) {
  const productId = productOf(first);
  if (productId !== null) return <ProductPage productId={productId} />;
  const id = second !== undefined && ID.test(second) ? Number(second) : null;
  switch (first) {
    case '':
      return <StockPage />;
    case 'orders':
      if (second === undefined) return <OrdersPage />;
      if (second === 'new') return <NewOrderPage />;
      if (id === null) break;
      return third === 'receive' ? <ReceivingPage id={id} key={id} /> : <OrderPage id={id} key={id} />;
    case 'stocktakes':
      if (second === undefined) return <StocktakesPage />;
      if (id !== null) return <StocktakePage id={id} key={id} />;
      break;
    case 'suppliers':
      return second === undefined ? <SuppliersPage /> : <SupplierPage name={second} key={second} />;
  }
  return (
    <Empty
      title="There is no such part of Inventory."
      action={<ButtonLink href={places.stock()}>See the stock</ButtonLink>}
    />
  );
}
