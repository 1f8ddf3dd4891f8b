/** Writes an orders export as Shopify gives it: deterministic, with every column, addresses, guests and refunds. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { randomOf } from './bulk-file.ts';

const COLUMNS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References'.split(
    ',',
  );
const FIRST = ['Amelia', 'Oliver', 'Isla', 'Harry', 'Zoë', 'Noah', 'Ayşe', 'Jack', 'Freya', 'Muhammad'];
const LAST = ['Smith', 'Jones', 'Taylor', 'Brown', 'O’Neil', 'Davies', 'Khan', 'Wright', 'Müller', 'Evans'];
const STREETS = ['High Street', 'Station Road', 'Church Lane', 'Mill Road', 'Victoria Avenue'];
const CITIES = ['London', 'Leeds', 'Bristol', 'Glasgow', 'Cardiff', 'Norwich'];
const NEWEST = Date.UTC(2026, 10, 23, 15, 30);
const BETWEEN_MS = 40_000;
const ID_BASE = 5_000_000_000_000;
const VARIANTS = 4000;

/** Newest first, as exports are, until `bytes` are written. Returns what it wrote. */
export async function writeOrdersCsv(
  path: string,
  bytes: number,
): Promise<{ orders: number; rows: number; bytes: number }> {
  const random = randomOf(7);
  const out = createWriteStream(path);
  let written = 0;
  let orders = 0;
  let rows = 0;
  let text = `${COLUMNS.join(',')}\n`;
  while (written + text.length < bytes) {
    const lines = orderRows(orders, random);
    text += lines.join('');
    orders += 1;
    rows += lines.length;
    if (text.length < 1 << 18) continue;
    written += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
  return { orders, rows, bytes: out.bytesWritten };
}

function orderRows(index: number, random: () => number): string[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const at = new Date(NEWEST - index * BETWEEN_MS).toISOString().slice(0, 19).replace('T', ' ');
  const when = `${at} +0000`;
  const sold = Array.from({ length: 1 + Math.floor(random() * random() * 4) }, () => {
    const variant = Math.floor(random() * VARIANTS);
    return { variant, quantity: 1 + Math.floor(random() * 3), price: 495 + ((variant * 7919) % 9000) };
  });
  const subtotal = sold.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  const shipping = random() < 0.5 ? 399 : 0;
  const taxes = Math.round((subtotal + shipping) / 6);
  const pounds = (minor: number): string => (minor / 100).toFixed(2);
  const first = pick(FIRST);
  const last = pick(LAST);
  const name = `#${1_000_000 - index}`;
  const email = `${first}.${last}.${Math.floor(random() * 40_000)}@example.com`.toLowerCase();
  const street = `${1 + Math.floor(random() * 200)} ${pick(STREETS)}`;
  const city = pick(CITIES);
  const address = (from: string): Record<string, string> => ({
    [`${from} Name`]: `${first} ${last}`,
    [`${from} Street`]: `"${street}, Flat 2"`,
    [`${from} Address1`]: street,
    [`${from} Address2`]: 'Flat 2',
    [`${from} City`]: city,
    [`${from} Zip`]: `'NR${index % 9} 1AB`,
    [`${from} Province`]: 'ENG',
    [`${from} Country`]: 'GB',
    [`${from} Phone`]: `+4420${10_000_000 + (index % 900_000)}`,
    [`${from} Province Name`]: 'England',
  });
  const head: Record<string, string> = {
    'Financial Status': 'paid',
    'Paid at': when,
    'Fulfillment Status': 'fulfilled',
    'Fulfilled at': when,
    'Accepts Marketing': 'no',
    Currency: 'GBP',
    Subtotal: pounds(subtotal),
    Shipping: pounds(shipping),
    Taxes: pounds(taxes),
    Total: pounds(subtotal + shipping),
    'Discount Amount': '0.00',
    'Shipping Method': 'Standard',
    ...address('Billing'),
    ...address('Shipping'),
    'Payment Method': 'Shopify Payments',
    'Payment Reference': `c${ID_BASE + index}.1`,
    'Refunded Amount': random() < 0.03 ? pounds(subtotal) : '0.00',
    'Outstanding Balance': '0.00',
    Id: String(ID_BASE + index),
    'Risk Level': 'Low',
    Source: 'web',
    'Tax 1 Name': 'GB VAT 20%',
    'Tax 1 Value': pounds(taxes),
    'Payment ID': `c${ID_BASE + index}.1`,
    'Payment References': `c${ID_BASE + index}.1`,
  };
  return sold.map(({ variant, quantity, price }, line) => {
    const row: Record<string, string> = {
      ...(line === 0 ? head : {}),
      Name: name,
      Email: email,
      'Created at': when,
      'Lineitem quantity': String(quantity),
      'Lineitem name': `Hand made tea cup ${variant} - ${variant % 2 === 0 ? 'Small' : 'Large'}`,
      'Lineitem price': pounds(price),
      'Lineitem sku': `SKU-${String(variant).padStart(6, '0')}`,
      'Lineitem requires shipping': 'true',
      'Lineitem taxable': 'true',
      'Lineitem fulfillment status': 'fulfilled',
      'Lineitem discount': '0.00',
      Vendor: 'Kiln',
    };
    return `${COLUMNS.map((column) => row[column] ?? '').join(',')}\n`;
  });
}
