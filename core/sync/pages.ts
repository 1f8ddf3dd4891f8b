/**
 * Everything of one kind that changed since an instant, page by page, oldest change first. Each page comes with the
 * position behind it, so that a walk can be taken up after any page, also in another process.
 */
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';
import { BatchSize } from './batch-size.ts';
import type { Connection, Node } from './complete.ts';
import type { KindSpec } from './kinds.ts';

/** Everything up to here was seen: by updatedAt, or by id where a kind can't be sorted so. */
export interface Position {
  updatedAt: EpochMs | null;
  id: ShopifyId | null;
  /** Newest updatedAt seen: the next watermark once the walk is over. */
  newest: EpochMs | null;
}

export interface Page {
  nodes: Node[];
  position: Position;
}

/** Shopify stops a list at 25,000 objects; a walk begins anew at its own position well before. */
const ANCHOR_AFTER = 20_000;
const HARD_STOP = 25_000;
const FIRST_PAGE = 10;
const LARGEST_PAGE = 250;

/** Shopify's search syntax takes a quoted UTC instant. */
export function updatedSince(at: EpochMs): string {
  return `updated_at:>='${new Date(at).toISOString()}'`;
}

/**
 * `since` null: everything. Throws RoyalError; 'data_cut_off' where more than 25,000 objects changed in one instant,
 * which only a bulk operation can carry.
 */
export async function* pagesSince(
  client: ShopifyClient,
  spec: KindSpec,
  since: EpochMs | null,
  from: Position | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let position: Position = from ?? { updatedAt: null, id: null, newest: null };
  let anchor = position;
  let after: string | null = null;
  let walked = 0;
  const size = new BatchSize(client, spec.page, FIRST_PAGE, LARGEST_PAGE);
  for (;;) {
    const first = size.next();
    let connection: Connection;
    try {
      const variables = { first, after, query: filterOf(spec, since, anchor) };
      connection = (await client.request<Record<string, Connection>>(spec.page, variables, { signal }))[
        spec.root
      ]!;
    } catch (error) {
      size.shrinkAfter(error, first);
      continue;
    }
    const { nodes, pageInfo } = connection;
    walked += nodes.length;
    const end = nodes.at(-1);
    if (end) position = advance(position, nodes, end);
    await spec.complete?.(client, nodes, signal);
    yield { nodes, position };
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
    const moved = spec.sorted ? position.updatedAt !== anchor.updatedAt : position.id !== anchor.id;
    if (walked >= ANCHOR_AFTER && moved) {
      anchor = position;
      after = null;
      walked = 0;
    } else if (walked >= HARD_STOP) {
      throw new RoyalError({
        code: 'data_cut_off',
        message: `More than ${HARD_STOP} ${spec.kind} changed in one instant.`,
        next: 'Run `royal sync --full`.',
      });
    }
  }
}

function advance(position: Position, nodes: readonly Node[], end: Node): Position {
  let newest = position.newest ?? Number.NEGATIVE_INFINITY;
  // One that can't be read moves nothing.
  for (const node of nodes) newest = Math.max(newest, Date.parse(node.updatedAt) || newest);
  const updatedAt = Date.parse(end.updatedAt) || position.updatedAt;
  return { updatedAt, id: idOf(end) ?? position.id, newest: Number.isFinite(newest) ? newest : null };
}

function idOf(node: Node): ShopifyId | null {
  try {
    return fromGid(node.id);
  } catch {
    return null;
  }
}

function filterOf(spec: KindSpec, since: EpochMs | null, anchor: Position): string | null {
  const terms: string[] = [];
  const updated = spec.sorted ? (anchor.updatedAt ?? since) : since;
  if (updated !== null) terms.push(updatedSince(updated));
  if (!spec.sorted && anchor.id !== null) terms.push(`id:>${anchor.id}`);
  return terms.length > 0 ? terms.join(' ') : null;
}
