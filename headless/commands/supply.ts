/** `royal orders …` (purchase orders) and `royal suppliers …`. */

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PurchaseOrderView } from '../../shared/contract/purchasing-schemas.ts';
import type { SupplierView } from '../../shared/contract/supply-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { formatMoney, type Minor, parseMoney } from '../../shared/money.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { relativeTime } from '../terminal.ts';
import { asId } from './actions.ts';

export function declareSupply(program: Program): void {
  const orders = program.root.command('orders').description('purchase orders to suppliers');
  declare(program, orders, 'list', 'purchase orders, the newest first', listOrders)
    .option('--store <id>', 'one store only')
    .option('--state <state>', 'draft, sent, partly_received, received, closed or cancelled');
  declare(program, orders, 'show <id>', 'the lines of a purchase order', showOrder);
  declare(program, orders, 'send <id>', 'mark a draft as sent to its supplier', sendOrder)
    .option('--to <who>', 'to whom it went')
    .option('--expected <date>', 'when the goods are expected, such as 2026-12-01');
  declare(program, orders, 'cancel <id>', 'cancel an order of which nothing came', cancelOrder).option(
    '--reason <text>',
    'why',
  );
  declare(program, orders, 'document <id> <format>', 'write it as pdf, csv or mail', writeDocument).option(
    '--out <folder>',
    'where to',
    '.',
  );
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
    .option('--minimum <n>', 'fewest units of a product in an order')
    .option('--shelf-days <n>', 'days that goods keep from their arrival')
    .option('--service-level <share>', 'chance of not running out, such as 0.95');
  declare(program, suppliers, 'budget', 'what may be spent on purchases a month', showBudget)
    .requiredOption('--store <id>', 'the store')
    .option('--monthly <amount>', 'set it, in the store’s currency, such as 2000')
    .option('--none', 'lift it');
}

async function listOrders(context: CommandContext, options: { store?: string; state?: string }) {
  const { rows, total } = await (await context.client()).purchaseOrders.list({
    storeId: options.store,
    states: options.state ? [await asState(options.state)] : undefined,
    limit: 500,
  });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0) terminal.line('No purchase order yet.');
  else
    terminal.table(
      rows.map((row) => [
        String(row.id),
        row.number,
        row.state.replaceAll('_', ' '),
        row.storeIds.join(', '),
        row.supplier,
        `${row.received} / ${row.units}`,
        row.total ? formatMoney(row.total.minor, row.total.currency) : 'unknown',
        row.expectedOn ?? '',
        relativeTime(row.createdAt, Date.now()),
      ]),
      {
        head: ['ID', 'NUMBER', 'STATE', 'STORES', 'SUPPLIER', 'RECEIVED', 'COST', 'EXPECTED', 'MADE'],
        right: [0, 5, 6],
      },
    );
  if (total > rows.length) terminal.hint(`${total - rows.length} older ones are not shown.`);
  return undefined;
}

async function asState(text: string) {
  const { purchaseOrderState } = await import('../../shared/contract/purchasing-schemas.ts');
  const parsed = purchaseOrderState.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new RoyalError({
    code: 'invalid_input',
    message: `There is no state ${JSON.stringify(text)}.`,
    next: `Write one of ${purchaseOrderState.options.join(', ')}.`,
  });
}

async function showOrder(context: CommandContext, id: string) {
  const order = await (await context.client()).purchaseOrders.show({ id: asId(id) });
  showOne(context, order);
  return undefined;
}

function showOne({ terminal }: CommandContext, order: PurchaseOrderView): void {
  terminal.value(order);
  terminal.line(
    `${terminal.style('bold', `${order.number}  ${order.supplier}`)}  ${order.state.replaceAll('_', ' ')}`,
  );
  terminal.table(
    order.lines.map((line) => [
      line.sku ?? '',
      line.title,
      String(line.quantity),
      String(line.received),
      String(line.damaged),
      line.unitCost ? formatMoney(line.unitCost.minor, line.unitCost.currency) : 'unknown',
      landedText(line),
    ]),
    {
      head: ['SKU', 'PRODUCT', 'ORDERED', 'RECEIVED', 'DAMAGED', 'UNIT COST', 'LANDED'],
      right: [2, 3, 4, 5, 6],
    },
  );
  for (const warning of order.warnings) terminal.line(warning);
}

function landedText({ landed, landedUnitCost }: PurchaseOrderView['lines'][number]): string {
  if (landedUnitCost) return formatMoney(landedUnitCost.minor, landedUnitCost.currency);
  return landed ? 'none came' : 'unknown';
}

async function sendOrder(context: CommandContext, id: string, options: { to?: string; expected?: string }) {
  const client = await context.client();
  const { version } = await client.purchaseOrders.show({ id: asId(id) });
  showOne(
    context,
    await client.purchaseOrders.send({
      id: asId(id),
      version,
      to: options.to,
      expectedOn: options.expected,
    }),
  );
  return undefined;
}

async function cancelOrder(context: CommandContext, id: string, options: { reason?: string }) {
  const client = await context.client();
  const { version } = await client.purchaseOrders.show({ id: asId(id) });
  showOne(context, await client.purchaseOrders.cancel({ id: asId(id), version, reason: options.reason }));
  return undefined;
}

async function writeDocument(context: CommandContext, id: string, format: string, options: { out: string }) {
  const known = ['pdf', 'csv', 'mail'] as const;
  const wanted = known.find((one) => one === format);
  if (!wanted)
    throw new RoyalError({
      code: 'invalid_input',
      message: `There is no format ${JSON.stringify(format)}.`,
      next: `Write one of ${known.join(', ')}.`,
    });
  const file = await (await context.client()).purchaseOrders.document({ id: asId(id), format: wanted });
  const path = resolve(options.out, file.name);
  // What lies there already is not written over.
  writeFileSync(path, Buffer.from(file.base64, 'base64'), { flag: 'wx' });
  context.terminal.value({ path, mediaType: file.mediaType });
  context.terminal.line(`Written to ${path}.`);
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
        `${row.leadTimeDays} d${row.learned.includes('leadTimeDays') ? ', learned' : ''}`,
        `${row.reviewDays} d`,
        String(row.packSize),
        String(row.minimumUnits),
        serviceText(row),
        defaultsText(row.defaults),
      ]),
      {
        head: ['STORE', 'SUPPLIER', 'LEAD', 'REVIEW', 'PACK', 'MINIMUM', 'SERVICE', 'DEFAULTS'],
        right: [2, 3, 4, 5, 6],
      },
    );
  return undefined;
}

function serviceText({ serviceLevel, defaults }: SupplierView): string {
  return defaults.includes('serviceLevel') ? 'by sales' : `${Math.round(serviceLevel * 1000) / 10}%`;
}

const TERMS: Record<string, string> = {
  leadTimeDays: 'lead',
  leadTimeSdDays: 'its spread',
  reviewDays: 'review',
  packSize: 'pack',
  minimumUnits: 'minimum',
};

/** Which terms nobody has set; a service level then goes by what each product brings. */
function defaultsText(names: readonly string[]): string {
  const told = names.filter((name) => name !== 'serviceLevel').map((name) => TERMS[name] ?? name);
  return told.length === 0 ? 'none' : told.join(', ');
}

interface Terms {
  store: string;
  leadDays?: string;
  leadSdDays?: string;
  reviewDays?: string;
  pack?: string;
  minimum?: string;
  shelfDays?: string;
  serviceLevel?: string;
}

async function setSupplier(context: CommandContext, supplier: string, options: Terms) {
  const terms = {
    leadTimeDays: asNumber('--lead-days', options.leadDays),
    leadTimeSdDays: asNumber('--lead-sd-days', options.leadSdDays),
    reviewDays: asNumber('--review-days', options.reviewDays),
    packSize: asNumber('--pack', options.pack),
    minimumUnits: asNumber('--minimum', options.minimum),
    shelfLifeDays: asNumber('--shelf-days', options.shelfDays),
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
      next: 'Write 95% as --service-level 0.95.',
    });
  const client = await context.client();
  const known = await client.suppliers.list({ storeId: options.store });
  const row = await client.suppliers.set({ storeId: options.store, supplier, ...terms });
  context.terminal.value(row);
  context.terminal.line(
    `${row.supplier}: ${row.leadTimeDays} days lead time (± ${row.leadTimeSdDays}), a review every ${row.reviewDays} days, ` +
      `packs of ${row.packSize}, at least ${row.minimumUnits}, ${row.shelfLifeDays === undefined ? '' : `kept ${row.shelfLifeDays} days, `}service level ${serviceText(row)}. Defaults: ${defaultsText(row.defaults)}.${row.learned.length > 0 ? ` Learned from deliveries: ${defaultsText(row.learned)}.` : ''}`,
  );
  if (known.every((one) => one.supplier !== supplier))
    context.terminal.line(
      `No product names ${supplier} as its vendor yet: nothing is ordered from it until one does.`,
    );
  else context.terminal.hint('Next: royal agents run');
  return undefined;
}

async function showBudget(
  context: CommandContext,
  { store: storeId, monthly, none }: { store: string; monthly?: string; none?: boolean },
) {
  const { suppliers } = await context.client();
  let budget = await suppliers.budget({ storeId });
  if (none) budget = await suppliers.setBudget({ storeId, monthly: null });
  else if (monthly !== undefined)
    budget = await suppliers.setBudget({ storeId, monthly: asMinor(monthly, budget.currency) });
  const { terminal } = context;
  terminal.value(budget);
  const { ordered, left, currency } = budget;
  const money = (amount: { minor: Minor } | null): string => formatMoney(amount?.minor ?? 0, currency);
  terminal.line(
    budget.monthly
      ? `${money(budget.monthly)} a month: ${money(ordered)} is ordered this month, ${money(left)} is left.`
      : 'No budget is set: proposals order whatever is needed.',
  );
  return undefined;
}

function asMinor(amount: string, currency: string): Minor {
  try {
    return parseMoney(amount, currency);
  } catch {
    throw new RoyalError({
      code: 'invalid_input',
      message: `--monthly takes an amount of ${currency}, not ${amount}.`,
      next: 'Write it with a point and without separators, such as 2000 or 1999.50.',
    });
  }
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
