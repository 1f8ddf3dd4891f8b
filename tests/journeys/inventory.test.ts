/** The journeys through Inventory, in a browser at `royal serve`. */
import { openBrowserHost } from './browser-host.ts';
import { describeInventory } from './inventory-journeys.ts';

describeInventory('a browser at royal serve', openBrowserHost);
