/** `royal orders …` (purchase orders) and `royal suppliers …`. */

import { RoyalError } from '../../shared/errors.ts';
import { formatMoney } from '../../shared/money.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { relativeTime } from '../terminal.ts';
import { asId } from './actions.ts';

export function declareSupply(program: Program): void {
  const orders = program.root.command('orders').description('purchase orders to suppliers');
  declare(program, orders, 'list', 'purchase orders, the newest first', listOrders).option(
    '--store <id>',
    'one store only',
  );
  declare(program, orders, 'show <id>', 'the lines of a purchase order', showOrder);
  const suppliers = program.root.command('suppliers').description('lead times and order rules');
  declare(program, suppliers, 'list', 'suppliers and their terms', listSuppliers).option(
    '--store <id>',
    'one store only',
  );
  declare(program, suppliers, 'set <supplier>', 'set terms; what you leave out stays', setSupplier)
    .requiredOption('--store <id>', 'the store')
    .option('--lead-days <n>', 'days from order to delivery')
    .option('--lead-sd-days <n>', 'how much that varies (standard deviation)')
    .option('--review-days <n>', 'days between orders')
    .option('--pack <n>', 'units a pack: orders are whole packs')
    .option('--minimum <n>', 'smallest order in units')
    .option('--service-level <share>', 'chance of not running out, such as 0.95');
}

async function listOrders(context: CommandContext, options: { store?: string }) {
  const rows = await (await context.client()).purchaseOrders.list({ storeId: options.store });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0) terminal.line('No purchase order yet.');
  else
    terminal.table(
      rows.map((row) => [
        String(row.id),
        row.state.replaceAll('_', ' '),
        row.storeId,
        row.supplier,
        String(row.lines.reduce((sum, line) => sum + line.quantity, 0)),
        row.total ? formatMoney(row.total.minor, row.total.currency) : 'unknown',
        relativeTime(row.createdAt, Date.now()),
      ]),
      { head: ['ID', 'STATE', 'STORE', 'SUPPLIER', 'UNITS', 'COST', 'MADE'], right: [0, 4, 5] },
    );
  return undefined;
}

async function showOrder(context: CommandContext, id: string) {
  const order = await (await context.client()).purchaseOrders.show({ id: asId(id) });
  const { terminal } = context;
  terminal.value(order);
  terminal.line(
    `${terminal.style('bold', `${order.id}  ${order.supplier}`)}  ${order.state.replaceAll('_', ' ')}`,
  );
  terminal.table(
    order.lines.map((line) => [
      line.sku ?? '',
      line.title,
      String(line.quantity),
      String(line.received),
      line.unitCost ? formatMoney(line.unitCost.minor, line.unitCost.currency) : 'unknown',
    ]),
    { head: ['SKU', 'PRODUCT', 'ORDERED', 'RECEIVED', 'UNIT COST'], right: [2, 3, 4] },
  );
  return undefined;
}

async function listSuppliers(context: CommandContext, options: { store?: string }) {
  const rows = await (await context.client()).suppliers.list({ storeId: options.store });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0)
    terminal.line('No supplier is known yet: they come from the vendors of your products.');
  else
    terminal.table(
      rows.map((row) => [
        row.storeId,
        row.supplier,
        `${row.leadTimeDays} d`,
        `${row.reviewDays} d`,
        String(row.packSize),
        String(row.minimumUnits),
        `${Math.round(row.serviceLevel * 1000) / 10}%`,
        defaultsText(row.defaults),
      ]),
      {
        head: ['STORE', 'SUPPLIER', 'LEAD', 'REVIEW', 'PACK', 'MINIMUM', 'SERVICE', 'DEFAULTS'],
        right: [2, 3, 4, 5, 6],
      },
    );
  return undefined;
}

const TERMS: Record<string, string> = {
  leadTimeDays: 'lead',
  leadTimeSdDays: 'its spread',
  reviewDays: 'review',
  packSize: 'pack',
  minimumUnits: 'minimum',
  serviceLevel: 'service',
};

/** Which terms nobody has set. */
function defaultsText(defaults: readonly string[]): string {
  if (defaults.length === Object.keys(TERMS).length) return 'all';
  return defaults.length === 0 ? 'none' : defaults.map((name) => TERMS[name] ?? name).join(', ');
}

interface Terms {
  store: string;
  leadDays?: string;
  leadSdDays?: string;
  reviewDays?: string;
  pack?: string;
  minimum?: string;
  serviceLevel?: string;
}

async function setSupplier(context: CommandContext, supplier: string, options: Terms) {
  const terms = {
    leadTimeDays: asNumber('--lead-days', options.leadDays),
    leadTimeSdDays: asNumber('--lead-sd-days', options.leadSdDays),
    reviewDays: asNumber('--review-days', options.reviewDays),
    packSize: asNumber('--pack', options.pack),
    minimumUnits: asNumber('--minimum', options.minimum),
    serviceLevel: asNumber('--service-level', options.serviceLevel),
  };
  if (Object.values(terms).every((value) => value === undefined))
    throw new RoyalError({
      code: 'invalid_input',
      message: 'No term to set was given.',
      next: 'Give one, such as --lead-days 21: `royal suppliers set --help` lists them.',
    });
  if (terms.serviceLevel !== undefined && !(terms.serviceLevel > 0 && terms.serviceLevel < 1))
    throw new RoyalError({
      code: 'invalid_input',
      message: `A service level is a share between 0 and 1, not ${terms.serviceLevel}.`,
      next: 'Write 95 % as --service-level 0.95.',
    });
  const client = await context.client();
  const known = await client.suppliers.list({ storeId: options.store });
  const row = await client.suppliers.set({ storeId: options.store, supplier, ...terms });
  context.terminal.value(row);
  context.terminal.line(
    `${row.supplier}: ${row.leadTimeDays} days lead time (± ${row.leadTimeSdDays}), a review every ${row.reviewDays} days, ` +
      `packs of ${row.packSize}, at least ${row.minimumUnits}, service level ${row.serviceLevel}. Defaults: ${defaultsText(row.defaults)}.`,
  );
  if (known.every((one) => one.supplier !== supplier))
    context.terminal.line(
      `No product names ${supplier} as its vendor yet: nothing is ordered from it until one does.`,
    );
  else context.terminal.hint('Next: royal agents run');
  return undefined;
}

function asNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new RoyalError({
    code: 'invalid_input',
    message: `Not a number after ${option}: ${JSON.stringify(text)}.`,
    next: 'Write it in digits, with a point before the fraction.',
  });
}
