/** Stock and what is to come: the horizon, each product, orders to suppliers, stocktakes, suppliers. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'inventory',
  title: 'Inventory',
  icon: 'inventory',
  order: 5,
  letter: 'i',
  load: () => import('./inventory-page.tsx').then(({ InventoryPage }) => InventoryPage),
  readAhead: (ahead) => import('./read-ahead.ts').then(({ readAhead }) => readAhead(ahead)),
};
