/** The order as a file to hand over: PDF, CSV, or the draft of a mail. */
import type {
  PurchaseOrderDocumentView,
  PurchaseOrderView,
} from '../../../shared/contract/purchasing-schemas.ts';
import { orderCsv } from './order-csv.ts';
import { emlDraft, mailDraft } from './order-mail.ts';
import { orderPdf, pdfWarning } from './order-pdf.ts';

/** Plain data: it crosses threads. */
export interface DocumentInput {
  order: PurchaseOrderView;
  format: 'pdf' | 'csv' | 'mail';
  about: { to: string | null; shopName: string; at: number };
}

export async function orderDocument(
  order: PurchaseOrderView,
  format: DocumentInput['format'],
  about: DocumentInput['about'],
): Promise<PurchaseOrderDocumentView> {
  const csv = {
    name: `${order.number}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    // The mark tells spreadsheets that it is UTF-8.
    content: Buffer.from(`\uFEFF${orderCsv(order)}`, 'utf8'),
  };
  if (format === 'csv') return { ...named(csv), mail: null, warning: null };
  const warning = pdfWarning(order, about.shopName);
  const pdf = {
    name: `${order.number}.pdf`,
    mediaType: 'application/pdf',
    content: await orderPdf(order, about),
  };
  if (format === 'pdf') return { ...named(pdf), mail: null, warning };
  const mail = mailDraft(order, about.to, about.shopName);
  const eml = emlDraft(mail, [pdf, { ...csv, mediaType: 'text/csv' }], new Date(about.at));
  return {
    name: `${order.number}.eml`,
    mediaType: 'message/rfc822',
    base64: Buffer.from(eml, 'utf8').toString('base64'),
    mail,
    warning,
  };
}

function named({ content, ...file }: { name: string; mediaType: string; content: Buffer }) {
  return { ...file, base64: content.toString('base64') };
}
