/** Programs with what breaks pages in them: nothing at all, one order, three currencies, titles and figures at their ends. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxProcess } from '../../headless/demo/sandbox-process.ts';
import { fillStores, runAgents } from '../../headless/demo/script.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

export interface WalkedProgram {
  /** "an empty store". */
  name: string;
  /** `files` is a folder for what it needs on the way. */
  fill(client: RoyalClient, files: string): Promise<void>;
}

const DAY_MS = 86_400_000;
const DAYS = 120;
/** Shopify's longest titles and names of options; a variant is shown by both, here by 300 signs and more. */
const LONGEST = 255;
const LONG = `Işıltılı ÇİÇEK vazosu 🧺👩‍👩‍👧 ${'Unbreakable'.repeat(30)}`.slice(0, LONGEST);
const LONG_OPTION = 'Dışı pürüzsüz, içi sırlı, fırına girebilir';
const RTL = 'مصباح طاولة نحاسي مصنوع يدويًا مع غطاء من الكتان '.repeat(6).slice(0, LONGEST).trim();
const RTL_OPTION = 'نحاس مصقول يدويًا مع غطاء من الكتان الطبيعي وسلك من القطن المضفور';
/** What no one line of ours may be turned around or broken by. */
const HOSTILE = '\u202Eeman\u202C <b onclick=alert(1)>=SUM(A1)</b> \u200B**x** 🏺';

interface Goods {
  title: string;
  option?: string;
  sku: string;
  price: string;
  /** "" where nobody knows. */
  cost: string;
  stock: number;
  vendor: string;
}

/** No name and no code has five figures in a row: see page-checks.ts. */
function goodsIn(price: (units: number) => string): Goods[] {
  return [
    { title: 'Cakestand', sku: 'CK-1', price: price(12), cost: price(5), stock: 240, vendor: 'Acme' },
    // Costs more than it brings.
    {
      title: RTL,
      option: RTL_OPTION,
      sku: 'LP-2',
      price: price(30),
      cost: price(41),
      stock: 3,
      vendor: 'نحاس وشركاه',
    },
    {
      title: LONG,
      option: LONG_OPTION,
      sku: 'VS-3',
      price: price(1_234_567),
      cost: '',
      stock: 0,
      vendor: 'Acme',
    },
    { title: 'Tea towel', sku: '', price: price(0), cost: price(2), stock: -4, vendor: '' },
    { title: HOSTILE, sku: 'HO-6', price: price(9), cost: price(4), stock: 1, vendor: HOSTILE },
    { title: 'Napkin ring', sku: 'NR-5', price: price(4), cost: '', stock: 12_500, vendor: 'Acme' },
  ];
}

const PRODUCT_HEADER =
  'Title,URL handle,Vendor,Option1 name,Option1 value,SKU,Price,Cost per item,Inventory tracker,Inventory quantity,Status';
const ORDER_HEADER =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id';

function productLines(goods: readonly Goods[]): string[] {
  return [
    PRODUCT_HEADER,
    ...goods.map(
      ({ title, option, sku, price, cost, stock, vendor }, index) =>
        `"${title}",goods-${index},"${vendor}",${option ? 'Kind' : 'Title'},"${option ?? 'Default Title'}",${sku},${price},${cost},shopify,${stock},active`,
    ),
  ];
}

/** Of the last `count` orders, one every few hours; some are given back. */
function orderLines(goods: readonly Goods[], currency: string, count: number): string[] {
  const sold = goods.filter(({ sku }) => sku !== '');
  const zero = sold[0]!.price.replace(/[1-9]/g, '0');
  const lines = Array.from({ length: count }, (_, index) => {
    const { title, option, sku, price } =
      sold[(index * 7) % 10 === 0 ? 2 : index % 5 === 4 ? 3 % sold.length : index % 2 === 0 ? 0 : 1]!;
    const at = new Date(Date.now() - ((count - index) * DAYS * DAY_MS) / (count + 1));
    const when = `${at.toISOString().slice(0, 19).replace('T', ' ')} +0000`;
    const back = index % 9 === 4 ? price : zero;
    return `#${1001 + index},buyer${index % 30}@example.com,paid,${when},fulfilled,${currency},${price},${zero},${zero},${price},${zero},${when},1,"${option ? `${title} - ${option}` : title}",${price},${sku},${back},`;
  });
  return [ORDER_HEADER, ...lines];
}

async function takeIn(
  client: RoyalClient,
  files: string,
  store: { storeId: string; currency: string; goods: readonly Goods[]; orders: number },
): Promise<void> {
  const { storeId, currency, goods, orders } = store;
  const written = [
    ['products', productLines(goods)],
    ['orders', orderLines(goods, currency, orders)],
  ] as const;
  const paths = written.map(([name, lines]) => {
    const path = join(files, `${storeId}-${name}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return { path };
  });
  const stream = await client.imports.run({ storeId, currency, zone: 'Europe/London', files: paths });
  for (;;) {
    const step = await stream.next();
    if (!step.done) continue;
    if (step.value.totals.refused > 0) throw new Error(`${storeId}: ${JSON.stringify(step.value.files)}`);
    return;
  }
}

const pounds = (units: number): string => units.toFixed(2);
const yen = (units: number): string => String(units * 200);
const dinars = (units: number): string => (units * 0.4).toFixed(3);

export const PROGRAMS: readonly WalkedProgram[] = [
  { name: 'three stores of three currencies, with everything at its ends', fill: threeCurrencies },
  { name: 'a program without a store', async fill() {} },
  {
    name: 'an empty store',
    async fill(client) {
      const sandbox = await startSandboxProcess(['--seed', 'empty', '--plan', 'enterprise']);
      try {
        await fillStores(client, sandbox);
      } finally {
        await sandbox.stop();
      }
    },
  },
  {
    name: 'a store with one order',
    async fill(client, files) {
      const goods = goodsIn(pounds).slice(0, 3);
      await takeIn(client, files, { storeId: 'first', currency: 'GBP', goods, orders: 1 });
      await runAgents(client);
    },
  },
];

async function threeCurrencies(client: RoyalClient, files: string): Promise<void> {
  const stores = [
    { storeId: 'london', currency: 'GBP', goods: goodsIn(pounds), orders: 240 },
    { storeId: 'tokyo', currency: 'JPY', goods: goodsIn(yen), orders: 240 },
    { storeId: 'kuwait', currency: 'KWD', goods: goodsIn(dinars), orders: 240 },
  ];
  for (const store of stores) await takeIn(client, files, store);
  await runAgents(client);
  const waiting = await client.actions.list({ states: ['proposed'], limit: 10 });
  if (waiting[0]) await client.actions.reject({ id: waiting[0].id, reason: LONG.slice(0, 200) });
  const [line] = await client.stock.list({ storeId: 'london' });
  const offer = { storeId: 'london', variantId: line!.variantId, supplier: LONG.slice(0, 255) };
  await client.supplyOffers.set({ ...offer, unitCost: 123, leadTimeDays: 3_650, minimumUnits: 1_000_000 });
  const order = { storeId: 'london', variantId: line!.variantId, quantity: 24_000 };
  await client.purchaseOrders.create({
    supplier: 'نحاس وشركاه',
    currency: 'JPY',
    rates: [{ storeId: 'london', rate: '0.0052', on: new Date().toISOString().slice(0, 10) }],
    lines: [{ unitCost: 1_234_567, allocations: [order] }],
  });
}
