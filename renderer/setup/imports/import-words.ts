/** Kinds of files and their columns in the owner's words. */
import type { ImportEntryView, ImportPreviewView } from '../../../shared/contract/import-schemas.ts';
import { words } from '../../ui/words.ts';

export type PreviewedFile = ImportPreviewView['files'][number];

const KINDS: Readonly<Record<string, string>> = {
  products: 'Products',
  inventory: 'Stock',
  orders: 'Orders',
  customers: 'Customers',
};

export function kindWord(kind: string | null): string {
  return kind === null ? 'Not one of Shopify’s exports' : (KINDS[kind] ?? kind);
}

/** "unitCost" as "unit cost". */
export function fieldWord(field: string): string {
  return field
    .replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
}

export function bytesWord(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000;
  const shown = unit === 0 || size >= 100 ? Math.round(size) : Math.round(size * 10) / 10;
  return `${words.count(shown)} ${units[unit]}`;
}

/** An id that the core takes: lower-case letters, digits and dashes. */
export function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}

/** Of a store that is made: another one of the same name, or with a name without Latin letters, keeps what it has. */
export function freeIdOf(name: string, taken: readonly string[]): string {
  const base = idOf(name) || 'my-shop';
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : `-${n}`;
    const id = `${base.slice(0, 32 - end.length).replace(/-+$/, '')}${end}`;
    if (!taken.includes(id)) return id;
  }
}

export function countsWords({
  imported,
  merged,
  unchanged,
  refused,
}: Pick<ImportEntryView, 'imported' | 'merged' | 'unchanged' | 'refused'>): string {
  const parts = [
    imported > 0 && `${words.count(imported)} taken in`,
    merged > 0 && `${words.count(merged)} there already, from the shop or newer`,
    unchanged > 0 && `${words.count(unchanged)} imported before`,
    refused > 0 && `${words.count(refused)} refused`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'no rows';
}
