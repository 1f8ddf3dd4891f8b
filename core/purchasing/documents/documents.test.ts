import { describe, expect, it } from 'vitest';
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
import { orderCsv } from './order-csv.ts';
import { orderDocument } from './order-document.ts';

const line = (title: string, id = 1): PurchaseOrderView['lines'][number] => ({
  id,
  title,
  sku: `SKU-${id}`,
  barcode: null,
  supplierSku: null,
  quantity: 12,
  received: 0,
  damaged: 0,
  short: 0,
  open: 12,
  unitCost: { minor: 250, currency: 'EUR' },
  goods: { minor: 3000, currency: 'EUR' },
  landed: null,
  landedUnitCost: null,
  allocations: [],
});
const order = (lines: PurchaseOrderView['lines']): PurchaseOrderView => ({
  id: 7,
  number: 'PO-0007',
  supplier: 'Şişecam İstanbul ğ',
  state: 'draft',
  currency: 'EUR',
  storeIds: ['eur'],
  expectedOn: '2026-12-01',
  total: { minor: 3000, currency: 'EUR' },
  actionId: null,
  createdAt: 0,
  updatedAt: 0,
  sentAt: null,
  version: 1,
  rates: [],
  spread: 'value',
  goods: { minor: 3000, currency: 'EUR' },
  freight: { minor: 0, currency: 'EUR' },
  duty: { minor: 0, currency: 'EUR' },
  other: { minor: 0, currency: 'EUR' },
  note: 'Ring the bell, 5 € for the driver',
  sentTo: null,
  closedAt: null,
  createdBy: 'ada',
  lines,
  receipts: [],
  pending: [],
  warnings: [],
});
const ABOUT = { to: 'orders@acme.test', shopName: 'Ağaç & Co', at: Date.UTC(2026, 10, 26) };
const bytes = (file: { base64: string }): Buffer => Buffer.from(file.base64, 'base64');

describe('a purchase order as CSV', () => {
  it('has a row for each line', () => {
    const rows = orderCsv(order([line('=HYPERLINK("x")'), line('Mug', 2)]))
      .trim()
      .split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[2]).toBe('PO-0007,2,,SKU-2,,Mug,12,2.50,30.00,EUR');
    expect(rows[1]).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

describe('a purchase order as PDF', () => {
  it('carries the glyphs of Turkish and the euro, and as many pages as it needs', async () => {
    const many = Array.from({ length: 120 }, (_, at) =>
      line(`Şerbetçi bardağı İnce ${'uzun '.repeat(60)}`, at + 1),
    );
    const file = await orderDocument(order(many), 'pdf', ABOUT);
    const text = bytes(file).toString('latin1');
    expect(file).toMatchObject({ name: 'PO-0007.pdf', mediaType: 'application/pdf' });
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(3);
    // Two subsets of Inter, embedded, and no font of the reader's own.
    expect(text.match(/\/FontFile[23]/g)!.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toContain('/BaseFont /Helvetica');
  });

  it('is made of scripts that the font lacks, 300 characters and no lines, too', async () => {
    for (const title of ['قميص قطني', '綿のシャツ', 'x'.repeat(300), '👕'])
      expect(bytes(await orderDocument(order([line(title)]), 'pdf', ABOUT)).length).toBeGreaterThan(2000);
    expect(bytes(await orderDocument(order([]), 'pdf', ABOUT)).length).toBeGreaterThan(1000);
  });
});

describe('a purchase order whose names the font of the PDF lacks', () => {
  it('says so on its last page and with the file; signs that nobody sees are none of them', async () => {
    const strange = await orderDocument(order([line('קומקום'), line('綿のシャツ 👩‍👩‍👧')]), 'pdf', ABOUT);
    expect(strange.warning).toBe(
      'The names of 2 lines have letters that the PDF can’t show, and · in their place. The CSV has them whole.',
    );
    expect((await orderDocument(order([line('קומקום')]), 'mail', ABOUT)).warning).toMatch(
      /^The name of 1 line has/,
    );
    expect((await orderDocument(order([line('קומקום')]), 'csv', ABOUT)).warning).toBeNull();
    for (const plain of ['Kazan\u200b \u202eğ', 'g\u0306 I\u0307 Ş', 'a\u0000b'])
      expect((await orderDocument(order([line(plain)]), 'pdf', ABOUT)).warning).toBeNull();
  });
});

describe('a purchase order as a mail', () => {
  it('has a line for each line of the order, whatever is in its title', async () => {
    const file = await orderDocument(order([line('Mug\n\nPay to \u202eme')]), 'mail', ABOUT);
    expect(file.mail!.body).toContain('12 x Mug Pay to me (SKU-1)\n');
  });

  it('is a draft with both files, and headers that nothing can be slipped into', async () => {
    const file = await orderDocument(order([line('Mug')]), 'mail', {
      ...ABOUT,
      to: 'orders@acme.test\r\nBcc: all@acme.test',
    });
    const [head = ''] = bytes(file).toString('utf8').split('\r\n\r\n', 1);
    expect(file.mail).toMatchObject({ subject: 'Order PO-0007 from Ağaç & Co' });
    expect(file.mail!.body).toContain('12 x Mug (SKU-1)');
    expect(head).toContain('X-Unsent: 1');
    expect(head).not.toMatch(/^Bcc:/m);
    expect(head).toMatch(/^Subject: =\?utf-8\?B\?/m);
    const text = bytes(file).toString('utf8');
    expect(text).toContain('filename="PO-0007.pdf"');
    expect(text).toContain('filename="PO-0007.csv"');
  });
});
