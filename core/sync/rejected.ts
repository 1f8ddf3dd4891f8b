/**
 * Records that can't be read or kept: passed over, so that one of them does not stop a sync for ever, written down by
 * id, and told of by the doctor until they are read after all.
 */
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { RecordKind } from '../mirror/types.ts';

export interface Rejected {
  kind: RecordKind;
  count: number;
  /** The newest; those without a readable id are counted only. */
  ids: ShopifyId[];
}

const RECORD_KINDS: readonly RecordKind[] = [
  'products',
  'inventory',
  'customers',
  'orders',
  'fulfillmentOrders',
  'orderDetails',
];
const IDS_KEPT = 1000;
const keyOf = (kind: RecordKind): string => `sync.rejected.${kind}`;

/** Takes in what can be read; `write` gets all rows at once, and one by one where one of them can't be kept. */
export function takeReadable<Json extends { id: string }, Row>(
  mirror: Mirror,
  kind: RecordKind,
  nodes: readonly Json[],
  map: (node: Json) => Row,
  write: (rows: Row[]) => void,
): void {
  const good: { node: Json; row: Row }[] = [];
  const bad: (Json | null)[] = [];
  for (const node of nodes)
    try {
      good.push({ node, row: map(node) });
    } catch (error) {
      if (!isOfRecord(error)) throw error;
      bad.push(node);
    }
  const rows = good.map(({ row }) => row);
  const kept = good.map(({ node }) => node);
  try {
    write(rows);
  } catch (error) {
    if (!isOfRecord(error)) throw error;
    kept.length = 0;
    for (const { node, row } of good)
      try {
        write([row]);
        kept.push(node);
      } catch (single) {
        if (!isOfRecord(single)) throw single;
        bad.push(node);
      }
    // The position of the page, should its last record be the one.
    write([]);
  }
  noteRejected(mirror, kind, bad.map(idOf), kept.map(idOf));
}

/** `null` is a record whose id can't be read either. */
export function noteRejected(
  mirror: Mirror,
  kind: RecordKind,
  bad: readonly (ShopifyId | null)[],
  good: readonly (ShopifyId | null)[] = [],
): void {
  const before = read(mirror, kind);
  if (bad.length === 0 && before.ids.length === 0) return;
  const mended = new Set(good);
  const again = new Set(bad);
  const left = before.ids.filter((id) => !mended.has(id) && !again.has(id));
  const named = [...again].filter((id): id is ShopifyId => id !== null);
  const nameless = before.count - before.ids.length + bad.filter((id) => id === null).length;
  const ids = [...left, ...named];
  const next = { count: ids.length + nameless, ids: ids.slice(-IDS_KEPT) };
  if (next.count === before.count && next.ids.join() === before.ids.join()) return;
  mirror.setProgress(keyOf(kind), next.count === 0 ? null : JSON.stringify(next));
}

/** What was passed over and has not been read since. */
export function rejectedIn(mirror: Mirror): Rejected[] {
  return RECORD_KINDS.map((kind) => ({ kind, ...read(mirror, kind) })).filter(({ count }) => count > 0);
}

/** The record's own fault: what mapping throws, and what SQLite says to a value of another type. */
export function isOfRecord(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(CONSTRAINT|MISMATCH)/.test(code);
}

function read(mirror: Mirror, kind: RecordKind): { count: number; ids: ShopifyId[] } {
  const text = mirror.getProgress(keyOf(kind));
  return text === null ? { count: 0, ids: [] } : (JSON.parse(text) as { count: number; ids: ShopifyId[] });
}

function idOf(node: { id: string } | null): ShopifyId | null {
  try {
    return fromGid(node!.id);
  } catch {
    return null;
  }
}
