/** Documents are made on a thread of the pool: setting type takes longer than the core thread may be away. */
import type { DocumentInput } from './order-document.ts';

export const DOCUMENT_TASKS = {
  'purchasing.document': async ({ order, format, about }: DocumentInput) =>
    (await import('./order-document.ts')).orderDocument(order, format, about),
};
