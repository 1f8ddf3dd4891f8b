/** Readers of Shopify's exports: headers, cells and rows as they really come. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatDecimal } from '../../shared/money.ts';
import { type CsvRow, readCsv, readPieces } from './csv-rows.ts';
import { goesOnOf } from './groups.ts';
import { type Columns, cellsOf, type ProductField, recogniseHeader } from './headers.ts';
import { groupedRows, lookInto } from './look.ts';
import { readProduct } from './products.ts';
import { productId, variantId } from './synthetic-ids.ts';
import { CellError, countCell, dateOrderOf, idCell, instantCell, moneyCell } from './values.ts';

async function read(text: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'royal-csv-'));
  try {
    const path = join(folder, 'a.csv');
    writeFileSync(path, text);
    const rows = [];
    for await (const batch of readCsv(path)) rows.push(...batch);
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('headers', () => {
  const kind = (header: string) => recogniseHeader(header.split(','))?.kind ?? null;
  it('tell the export, old or new, in any case', () => {
    expect(kind('Handle,Title,Body (HTML),Vendor,Variant Price')).toBe('products');
    expect(kind('TITLE,url handle,Description,SKU,Price,Compare-at price')).toBe('products');
    expect(kind('Handle,Title,SKU,HS Code,COO,Location,Available (not editable),On hand (current)')).toBe(
      'inventory',
    );
    expect(kind('Handle,Title,SKU,HS Code,COO,Depo,Mağaza')).toBe('inventory');
    expect(kind('Name,Email,Lineitem quantity,Lineitem name,Lineitem price')).toBe('orders');
    expect(kind('Customer ID,First Name,Last Name,Email,Total Spent')).toBe('customers');
    expect(kind('series,ds,y')).toBeNull();
  });
});

describe('rows', () => {
  it('come with the line they begin on, behind a BOM, several lines of HTML and a stray quote', async () => {
    expect(await read('\ufeffa;b\r\n1;"x\r\ny"\r\n\r\n2;3;4\r\n5" tube;6')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x\r\ny'] },
      { line: 5, cells: ['2', '3', '4'] },
      { line: 6, cells: ['5" tube', '6'] },
    ]);
  });
});

describe('rows that were not written in UTF-8', () => {
  const NOT_UTF8 = 'it is not written in UTF-8: save the file as “CSV UTF-8”, then import it again';
  it('are refused, where their letters would come in as others; the rest is read', async () => {
    const rows = await read(
      Buffer.concat([Buffer.from('a,b\n1,plain\n2,'), Buffer.from([0xfc]), Buffer.from('\n3,ğ\n')]),
    );
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'plain'] },
      { line: 3, cells: ['2', '\uFFFD'], unreadable: NOT_UTF8 },
      { line: 4, cells: ['3', 'ğ'] },
    ]);
  });
  it('are not those in which the shop itself has the sign for a letter that was lost', async () => {
    expect(await read('a,b\n1,M\uFFFDller\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'M\uFFFDller'] },
    ]);
  });
  it('are read where a mark says that they are UTF-16, of either order', async () => {
    const text = '\uFEFFa,b\n1,Müller ğ\n';
    const expected = [
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'Müller ğ'] },
    ];
    expect(await read(Buffer.from(text, 'utf16le'))).toEqual(expected);
    expect(await read(Buffer.from(text, 'utf16le').swap16())).toEqual(expected);
  });
});

describe('rows of very many cells', () => {
  it('take no longer the cell than others', async () => {
    const began = performance.now();
    const [row] = await read(`"a"${','.repeat(1_000_000)}\n`);
    expect(row).toMatchObject({ line: 1 });
    // Where each cell looks for the end of its line, it is a minute.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('rows of any file', () => {
  /** What exports hold, and what breaks readers: quotes, separators and line ends in every place. */
  const text = fc
    .array(fc.constantFrom('a', 'é', ' ', ',', ',', '"', '""', '\n', '\r\n', '",', ',"', '"\n', '\n"'), {
      maxLength: 60,
    })
    .map((parts) => `h,i\n${parts.join('')}`);
  it('are those that csv-parse reads, wherever it reads them all', () =>
    fc.assert(
      fc.asyncProperty(text, async (csv) => {
        let expected: string[][];
        try {
          expected = parse(csv, {
            bom: true,
            relax_column_count: true,
            relax_quotes: true,
            record_delimiter: ['\r\n', '\n'],
          });
        } catch {
          // A quote that is never closed: there it gives up, and this goes on.
          expect((await read(csv)).some((row) => 'reason' in row)).toBe(true);
          return;
        }
        const rows = (await read(csv)) as CsvRow[];
        expect(rows.map(({ cells }) => cells)).toEqual(
          expected.filter((cells) => cells.length > 1 || cells[0]!.trim() !== ''),
        );
      }),
      { numRuns: 400 },
    ));
  it('are the same however the file is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (csv, size) => {
        const bytes = Buffer.from(csv);
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const rows = [];
        for await (const batch of readPieces(pieces)) rows.push(...batch);
        expect(rows).toEqual(await read(csv));
      }),
      { numRuns: 400 },
    ));
});

describe('cells', () => {
  it('hold any amount of any currency as it was written', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(moneyCell(formatDecimal(minor, currency), currency, 'it')).toBe(minor);
        },
      ),
    ));
  it('hold amounts with other separators, and refuse what is none without repeating it', () => {
    expect(moneyCell('1.234,50', 'EUR', 'it')).toBe(123450);
    expect(moneyCell('1,234.50', 'EUR', 'it')).toBe(123450);
    expect(() => moneyCell('a@b.example', 'EUR', 'the price')).toThrow(
      new CellError('the price is no amount of money'),
    );
  });
  it('hold counts as money is held, and refuse what could be two of them', () => {
    const counts = [
      ['20', 20],
      ["'-3", -3],
      ['20.0', 20],
      ['20,00', 20],
      ['1,000', 1000],
      ['12,345,678', 12_345_678],
      ['', null],
    ] as const;
    for (const [text, count] of counts) expect(countCell(text, 'it')).toBe(count);
    for (const text of ['1.000', '1.000,00', '1,00,000', '2.5', '20.5', 'ten'])
      expect(() => countCell(text, 'the quantity')).toThrow(new CellError('the quantity is no whole number'));
  });
  it('hold instants with and without an offset, and dates in the order of their file', () => {
    const at = Date.UTC(2026, 3, 5, 17, 6, 21);
    expect(instantCell('2026-04-05 21:06:21 +0400', 'UTC', 'day first', 'it')).toBe(at);
    expect(instantCell('05/04/2026 20:06:21', 'Europe/Istanbul', 'day first', 'it')).toBe(at);
    expect(instantCell('4/5/2026 20:06:21', 'Europe/Istanbul', 'month first', 'it')).toBe(at);
    expect(['31/01/2026', '01/31/2026', '01/02/2026', '2026-01-02'].map(dateOrderOf)).toEqual([
      'day first',
      'month first',
      'either',
      null,
    ]);
  });
  it('are dates whose order is asked for only where they have slashes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'royal-look-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const orderIn = async (...dates: string[]) => {
      const path = join(folder, 'orders.csv');
      const rows = dates.map((date, index) => `#${index},GBP,${date},1,Plate,2.00`);
      const header = 'Name,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price';
      writeFileSync(path, [header, ...rows].join('\n'));
      return (await lookInto(path)).dateOrder;
    };
    expect(await orderIn('2026-11-03 10:00:00 +0000')).toBeNull();
    expect(await orderIn('03/11/2026 10:00')).toBe('day first');
    expect(await orderIn('03/11/2026 10:00', '11/30/2026 10:00')).toBe('month first');
  });
  it('hold without its apostrophe what was kept from running in a spreadsheet', () => {
    const { columns } = recogniseHeader(['Handle', 'Title', 'Price']) as { columns: Columns<ProductField> };
    const title = (text: string) => cellsOf(columns, ['h', text, '1'])('title');
    expect(["'=1+1", "'+44 20", "'-5% off", "'tis", "'90s", "''", "'"].map(title)).toEqual([
      '=1+1',
      '+44 20',
      '-5% off',
      "'tis",
      "'90s",
      "''",
      "'",
    ]);
  });
  it('hold ids behind an apostrophe, and none where a spreadsheet has rounded them', () => {
    expect(["'6512345678901", '5.12E+12', ''].map(idCell)).toEqual([6512345678901, null, null]);
  });
});

describe('synthetic ids', () => {
  it('are negative safe integers, the same for the same words', () =>
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 3 }), (handle, options) => {
        const id = variantId(handle, options);
        expect(Number.isSafeInteger(id) && id < 0).toBe(true);
        expect(variantId(handle, options)).toBe(id);
        expect(productId(handle)).not.toBe(id);
      }),
    ));
});

describe('rows of one order', () => {
  const grouped = async (...rows: string[]) => {
    const header = recogniseHeader('Name,Total,Created at,Lineitem quantity,Lineitem name,Id'.split(','))!;
    const batch = ['', ...rows].map((text, index): CsvRow => ({ line: index + 1, cells: text.split(',') }));
    const groups: number[][] = [];
    for await (const ready of groupedRows([batch] as unknown as AsyncIterable<CsvRow[]>, goesOnOf(header)))
      for (const group of ready) if (!('reason' in group)) groups.push(group.map(({ line }) => line));
    return groups;
  };
  it('are those of one name that follow each other, whether each names its id or the first alone', async () => {
    expect(
      await grouped('#1,5,d,1,Tea,71', '#1,,,1,Cup,', '#2,5,d,1,Tea,72', '#2,,,1,Cup,72', '#1,5,d,1,Tea,'),
    ).toEqual([[2, 3], [4, 5], [6]]);
  });
  it('are not those of another order of the same name', async () => {
    expect(await grouped('#1,5,d,1,Tea,71', '#1,,,1,Cup,', '#1,9,d,1,Tea,72', '#1,,,1,Cup,')).toEqual([
      [2, 3],
      [4, 5],
    ]);
    // A spreadsheet rounded them: they say nothing.
    expect(await grouped('#1,5,d,1,Tea,5.1E+12', '#1,,,1,Cup,5.2E+12')).toEqual([[2, 3]]);
  });
});

describe('a product', () => {
  const header = 'Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src';
  const { columns } = recogniseHeader(header.split(',')) as { columns: Columns<ProductField> };
  const product = (...lines: string[]) =>
    readProduct(
      lines.map((line, index) => ({ line: index + 2, cells: cellsOf(columns, line.split(',')) })),
      'EUR',
      1,
    );
  it('has the variants of its continuation rows; a row of an image alone adds none', () => {
    const { found, refused } = product('tea,Tea,Size,S,1.00,a.jpg', 'tea,,,L,2.00', 'tea,,,,,b.jpg');
    expect(refused).toEqual([]);
    expect(found!.record.variants.map(({ title, price }) => [title, price])).toEqual([
      ['S', 100],
      ['L', 200],
    ]);
  });
  it('keeps its other variants where one can not be read', () => {
    const { found, refused } = product('tea,Tea,Size,S,1.00', 'tea,,,L,two');
    expect(found!.record.variants).toHaveLength(1);
    expect(refused).toEqual([{ line: 3, reason: 'the price is no amount of money' }]);
  });
});
