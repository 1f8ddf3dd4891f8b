/** Reads transaction CSVs, plain or gzipped, line by line: `InvoiceNo,StockCode,…,Country`. */
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export interface Transaction {
  invoice: string;
  /** Upper case: the same code is keyed in either. */
  stockCode: string;
  description: string;
  quantity: number;
  /** Pence, rounded half away from zero. */
  price: number;
  /** Wall-clock time of the invoice, as milliseconds as if it were UTC. */
  wall: number;
  /** Customer number or ''. */
  customer: string;
  country: string;
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
];

/** The folder's CSV files in the order of their names. Throws where there is none. */
export function transactionFiles(folder: string): string[] {
  const files = readdirSync(folder)
    .filter((name) => /\.csv(\.gz)?$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0)
    throw new Error(`No .csv or .csv.gz file in ${folder}. Name a folder of transactions.`);
  return files;
}

/** Every data line of a file; null for one that can't be read as a transaction. */
export async function* readTransactions(file: string): AsyncGenerator<Transaction | null> {
  const raw = createReadStream(file);
  const input = file.toLowerCase().endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  let columns: number[] | null = null;
  let open = '';
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const line: string = open ? `${open}\n${text}` : text;
    open = hasOpenQuote(line) ? line : '';
    if (open || line === '') continue;
    const fields = splitFields(line);
    if (!columns) {
      columns = columnsOf(fields, file);
      continue;
    }
    yield transactionOf(fields, columns);
  }
  if (open) yield null;
}

function columnsOf(header: string[], file: string): number[] {
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  return COLUMNS.map((column) => {
    const at = names.indexOf(column.toLowerCase());
    if (at < 0) throw new Error(`${file} has no column ${column}. Expected the header ${COLUMNS.join(',')}.`);
    return at;
  });
}

function transactionOf(fields: string[], columns: number[]): Transaction | null {
  const [
    invoice = '',
    code = '',
    description = '',
    quantity = '',
    date = '',
    price = '',
    customer = '',
    country = '',
  ] = columns.map((at) => fields[at]?.trim() ?? '');
  const wall = wallOf(date);
  const units = Number(quantity);
  const pounds = Number(price);
  if (!invoice || !code || wall === null || quantity === '' || price === '') return null;
  if (!Number.isSafeInteger(units) || !Number.isFinite(pounds)) return null;
  // Decimal digits are shifted as text's own number: 1.005 × 100 would be 100.49999999999999.
  const pence = Math.sign(pounds) * Math.round(Number(`${Math.abs(pounds)}e2`));
  return {
    invoice,
    stockCode: code.toUpperCase(),
    description,
    quantity: units,
    price: pence || 0,
    wall,
    customer: customer.replace(/\.0$/, ''),
    country,
  };
}

/** `2010-12-01 08:26:00` or `12/1/2010 8:26`. */
function wallOf(text: string): number | null {
  const iso = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d?):(\d\d)(?::(\d\d))?/.exec(text);
  const us = iso ? null : /^(\d\d?)\/(\d\d?)\/(\d{4}) (\d\d?):(\d\d)(?::(\d\d))?$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1, 4) : us ? [us[3], us[1], us[2]] : [];
  const [hour, minute, second] = (iso ?? us)?.slice(4, 7) ?? [];
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  );
  return Number.isNaN(wall) ? null : wall;
}

function hasOpenQuote(line: string): boolean {
  let quotes = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

function splitFields(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    if (line[at] === '"') {
      let end = line.indexOf('"', at + 1);
      while (line[end + 1] === '"') end = line.indexOf('"', end + 2);
      fields.push(line.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 2;
    } else {
      const end = line.indexOf(',', at);
      fields.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length + 1 : end + 1;
    }
  }
  return fields;
}
