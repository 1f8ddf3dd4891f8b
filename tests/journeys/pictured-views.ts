/** The views that pictures are kept of, and what whoever looks at one must see in it. */
import type { RoyalClient } from '../../shared/contract/contract.ts';

export interface PicturedView {
  /** Begins the file's name: "command" is command-1440.png and so on. */
  name: string;
  /** The module that it is of. */
  module: string;
  /** In the sandbox's three stores, as fillPage leaves them. */
  address(client: RoyalClient): Promise<string>;
  look: string;
}

export const PICTURE_WIDTHS = [1440, 768, 390] as const;
export const PICTURE_HEIGHTS: Readonly<Record<number, number>> = { 1440: 900, 768: 1024, 390: 844 };

const at = (address: string) => async (): Promise<string> => address;

export const PICTURED: readonly PicturedView[] = [
  {
    name: 'command',
    module: 'command',
    address: at('#/command'),
    look: 'how each store does against a usual day, what needs a person first and whole, no sum over currencies',
  },
  {
    name: 'approvals',
    module: 'approvals',
    address: at('#/approvals'),
    look: 'the list of what waits; beside it, where there is room, one whole with its evidence drawn',
  },
  {
    name: 'inventory',
    module: 'inventory',
    address: at('#/inventory'),
    look: 'days left against lead time, the most urgent first, the date to order by; cards on a phone',
  },
  {
    name: 'product',
    module: 'inventory',
    async address(client) {
      const { rows } = await client.stockTable.page({ storeId: 'gbp', sort: 'per_day', descending: true });
      return `#/inventory/product-${rows[0]!.productId}?store=gbp`;
    },
    look: 'demand with the forecast’s range, how far to trust it, what other terms would do',
  },
  {
    name: 'purchase-orders',
    module: 'inventory',
    address: at('#/inventory/orders'),
    look: 'each order with its supplier, state, currency and what is still to come',
  },
  {
    name: 'agents',
    module: 'agents',
    address: at('#/agents'),
    look: 'what each agent did, how right it was, how far it may go',
  },
  {
    name: 'settings',
    module: 'settings',
    address: at('#/settings'),
    look: 'the sections, and the stores with how they are connected',
  },
  {
    name: 'system',
    module: 'system',
    address: at('#/system'),
    look: 'the state of each part in a word, then what an engineer wants to know',
  },
  {
    name: 'first-run',
    module: 'first-run',
    address: at('#/first-run/shop'),
    look: 'one step at a time, with the exact clicks',
  },
];
