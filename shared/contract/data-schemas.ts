/** The shapes of data.*, backup.list and customers.find: what is kept, where, and how it leaves. */
import { z } from 'zod';
import { epochMs } from './schemas.ts';

export const knownBackup = z.object({
  path: z.string(),
  at: epochMs,
  bytes: z.number(),
  files: z.int(),
  stores: z.array(z.string()),
  /** Whether it is still where it was written. */
  there: z.boolean(),
});

export const exportWhat = z.enum([
  'orders',
  'order_lines',
  'products',
  'stock',
  'sales_days',
  'customers',
  'actions',
  'purchase_orders',
]);

export const exportPiece = z.object({
  /** Whole lines of CSV, the header in the first piece. */
  text: z.string(),
  /** So far. */
  rows: z.int(),
});

export const exportResult = z.object({
  /** For the file: "royal-gbp-orders-2026-11-23.csv". */
  name: z.string(),
  rows: z.int(),
  bytes: z.number(),
});

export const storage = z.object({
  folder: z.string(),
  databases: z.array(
    z.object({
      name: z.enum(['app', 'ledger', 'mirror']),
      storeId: z.string().nullable(),
      /** With what is not yet written into the file itself. */
      bytes: z.number(),
    }),
  ),
  /** What lies beside the databases. */
  files: z.array(
    z.object({
      name: z.enum(['imports', 'downloads', 'uploads', 'logs']),
      storeId: z.string().nullable(),
      bytes: z.number(),
    }),
  ),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
});

/** Each row is counted, which takes a while in a large copy. */
export const databaseTables = z.object({
  name: z.enum(['ledger', 'mirror']),
  storeId: z.string().nullable(),
  tables: z.array(z.object({ name: z.string(), rows: z.int() })),
});

export const customerQuery = z
  .object({
    storeId: z.string(),
    /** Whole. */
    email: z.string().min(3).max(320).optional(),
    /** The beginnings of names, at least two letters. */
    name: z.string().min(2).max(100).optional(),
    limit: z.int().positive().max(100).default(20),
  })
  .refine(
    (query) => query.email !== undefined || query.name !== undefined,
    'name an e-mail address or a name',
  );

export const foundCustomer = z.object({
  customerId: z.int(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  countryCode: z.string().nullable(),
  orders: z.int(),
  spent: z.object({ minor: z.int(), currency: z.string() }),
});

export type KnownBackup = z.infer<typeof knownBackup>;
export type ExportWhat = z.infer<typeof exportWhat>;
export type ExportPiece = z.infer<typeof exportPiece>;
export type ExportResult = z.infer<typeof exportResult>;
export type Storage = z.infer<typeof storage>;
export type DatabaseTables = z.infer<typeof databaseTables>;
export type FoundCustomer = z.infer<typeof foundCustomer>;
