/** The order as a PDF for the supplier: A4, as many pages as its lines need. */
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
import { formatDecimal, type Minor } from '../../../shared/money.ts';
import { formatDay } from '../../../shared/time.ts';
import { lacksSigns, openPdf, type PdfText, UNKNOWN } from './pdf-text.ts';

const LEFT = 48;
const RIGHT = 595.28 - 48;
const BOTTOM = 841.89 - 64;
const GREY = '#5b6070';
const SMALL = 8;
const NORMAL = 9.5;

interface Column {
  title: string;
  x: number;
  width: number;
  align?: 'right';
  lines: number;
  text(line: PurchaseOrderView['lines'][number], index: number): string;
}

/** What the PDF can't show of the order, for the person who hands it over; null where it shows everything. */
export function pdfWarning({ lines, supplier, note }: PurchaseOrderView, shopName: string): string | null {
  const lacking = lines.filter(({ title }) => lacksSigns(title)).length;
  const where = [
    ...(lacking > 0 ? [lacking === 1 ? 'The name of 1 line has' : `The names of ${lacking} lines have`] : []),
    ...([supplier, note ?? '', shopName].some(lacksSigns) ? ['The head or the note has'] : []),
  ];
  if (where.length === 0) return null;
  return `${where[0]} letters that the PDF can’t show, and ${UNKNOWN} in their place. The CSV has them whole.`;
}

export async function orderPdf(
  order: PurchaseOrderView,
  about: { shopName: string; at: number },
): Promise<Buffer> {
  const page = openPdf({ Title: order.number, Author: about.shopName }, new Date(about.at));
  const columns = columnsOf(order);
  let y = drawHead(page, order, about);
  y = drawTitles(page, columns, y);
  let pages = 1;
  for (const [index, line] of order.lines.entries()) {
    const height = Math.max(
      ...columns.map((column) =>
        page.heightOf(column.text(line, index), { size: NORMAL, width: column.width, lines: column.lines }),
      ),
    );
    if (y + height > BOTTOM) {
      page.doc.addPage();
      pages += 1;
      page.draw(`${order.number}, page ${pages}`, LEFT, 40, {
        size: SMALL,
        width: RIGHT - LEFT,
        color: GREY,
      });
      y = drawTitles(page, columns, 60);
    }
    for (const column of columns)
      page.draw(column.text(line, index), column.x, y, {
        size: NORMAL,
        width: column.width,
        lines: column.lines,
        align: column.align,
      });
    y += height + 5;
  }
  if (y + 140 > BOTTOM) {
    page.doc.addPage();
    y = 48;
  }
  drawSums(page, order, y + 6);
  if (pdfWarning(order, about.shopName))
    page.draw(
      `${UNKNOWN} stands for a letter that this file can’t show. The CSV of this order has all names whole.`,
      LEFT,
      BOTTOM + 20,
      { size: SMALL, width: RIGHT - LEFT, color: GREY, lines: 2 },
    );
  return page.end();
}

function columnsOf(order: PurchaseOrderView): Column[] {
  const amount = (minor: Minor | undefined) =>
    minor === undefined ? '–' : formatDecimal(minor, order.currency);
  return [
    { title: '#', x: LEFT, width: 22, lines: 1, text: (_line, index) => String(index + 1) },
    {
      title: 'Your code',
      x: LEFT + 24,
      width: 82,
      lines: 2,
      text: (line) => line.supplierSku ?? line.sku ?? line.barcode ?? '',
    },
    { title: 'Product', x: LEFT + 112, width: 196, lines: 3, text: (line) => line.title },
    {
      title: 'Quantity',
      x: LEFT + 314,
      width: 48,
      lines: 1,
      align: 'right',
      text: (line) => String(line.quantity),
    },
    {
      title: `Unit, ${order.currency}`,
      x: LEFT + 366,
      width: 60,
      lines: 1,
      align: 'right',
      text: (line) => amount(line.unitCost?.minor),
    },
    {
      title: `Sum, ${order.currency}`,
      x: LEFT + 430,
      width: RIGHT - LEFT - 430,
      lines: 1,
      align: 'right',
      text: (line) => amount(line.goods?.minor),
    },
  ];
}

function drawHead(page: PdfText, order: PurchaseOrderView, about: { shopName: string; at: number }): number {
  const width = (RIGHT - LEFT) / 2 - 10;
  page.draw('Purchase order', LEFT, 48, { size: SMALL, width, color: GREY });
  page.draw(order.number, LEFT, 60, { size: 22, width });
  const middle = LEFT + width + 20;
  const facts = [
    ['Date', formatDay(Math.floor((order.sentAt ?? about.at) / 86_400_000))],
    ...(order.expectedOn ? [['Expected by', order.expectedOn]] : []),
    ['Currency', order.currency],
  ] as const;
  for (const [at, [name, value]] of facts.entries()) {
    page.draw(name!, middle, 50 + at * 15, { size: SMALL, width: 80, color: GREY });
    page.draw(value!, middle + 84, 49 + at * 15, { size: NORMAL, width: width - 84 });
  }
  page.draw('To', LEFT, 104, { size: SMALL, width, color: GREY });
  page.draw(order.supplier, LEFT, 116, { size: 11, width, lines: 2 });
  page.draw('From', middle, 104, { size: SMALL, width, color: GREY });
  page.draw(about.shopName, middle, 116, { size: 11, width, lines: 2 });
  return 168;
}

function drawTitles(page: PdfText, columns: readonly Column[], y: number): number {
  for (const column of columns)
    page.draw(column.title, column.x, y, {
      size: SMALL,
      width: column.width,
      align: column.align,
      color: GREY,
    });
  page.doc
    .moveTo(LEFT, y + 14)
    .lineTo(RIGHT, y + 14)
    .lineWidth(0.5)
    .strokeColor('#c9ccd6')
    .stroke();
  return y + 20;
}

function drawSums(page: PdfText, order: PurchaseOrderView, y: number): void {
  const sums = [
    ['Goods', order.goods],
    ['Freight', order.freight],
    ['Duty', order.duty],
    ['Other', order.other],
    ['Total', order.total],
  ] as const;
  page.doc.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.5).strokeColor('#c9ccd6').stroke();
  let at = y + 8;
  for (const [name, amount] of sums) {
    if (amount?.minor === 0 && name !== 'Total') continue;
    const text = amount
      ? `${formatDecimal(amount.minor, order.currency)} ${order.currency}`
      : 'to be confirmed';
    page.draw(name, RIGHT - 250, at, { size: NORMAL, width: 100, color: GREY });
    page.draw(text, RIGHT - 150, at, { size: NORMAL, width: 150, align: 'right' });
    at += 15;
  }
  if (order.note) page.draw(order.note, LEFT, y + 8, { size: NORMAL, width: RIGHT - LEFT - 270, lines: 8 });
}
