/** Connections: cursors, pages of arrays, and the limits that Shopify sets on paging. */

import { badRequest } from './problems.ts';
import type { Arguments, Stored } from './values.ts';

const MAX_FIRST = 250;
/** https://shopify.dev/docs/api/usage/limits: no paging beyond this many objects of one list. */
const MAX_PAGED = 25_000;

export interface Paged {
  nodes: Stored[];
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** A position in a list: the sort key and id of the last object, and how many came before. */
export interface Position {
  key: number;
  id: number;
  seen: number;
}

export function encodeCursor({ key, id, seen }: Position): string {
  return Buffer.from(JSON.stringify({ last_id: id, last_value: key, seen })).toString('base64');
}

/** Throws a Problem where the text is no cursor or lies at the end of what may be paged. */
export function decodeCursor(text: string): Position {
  let position: Position;
  try {
    const raw = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Record<string, number>;
    position = { key: raw.last_value!, id: raw.last_id!, seen: raw.seen! };
  } catch {
    throw badRequest('Invalid cursor for current pagination sort.', 'INVALID_CURSOR');
  }
  if (![position.key, position.id, position.seen].every(Number.isSafeInteger))
    throw badRequest('Invalid cursor for current pagination sort.', 'INVALID_CURSOR');
  if (position.seen >= MAX_PAGED)
    throw badRequest(
      `Paging stops after ${MAX_PAGED} objects. Filter the list or use a bulk operation.`,
      'PAGINATION_LIMIT_EXCEEDED',
    );
  return position;
}

/** The page size asked for. Throws a Problem where it is missing or too large. */
export function firstOf(args: Arguments, field: string): number {
  const first = args.first;
  if (typeof first !== 'number') throw badRequest('you must provide one of first or last', 'BAD_REQUEST');
  if (first < 0 || first > MAX_FIRST)
    throw badRequest(
      `${field}: first cannot exceed ${MAX_FIRST}, and must not be negative (${first})`,
      'ARGUMENT_INVALID',
    );
  return first;
}

/** One page of a stored array; a cursor is the place in it. */
export function pageOfArray(items: Stored[], args: Arguments, field: string): Paged {
  const first = firstOf(args, field);
  const ordered = args.reverse ? [...items].reverse() : items;
  const from = typeof args.after === 'string' ? decodeCursor(args.after).seen : 0;
  const nodes = ordered.slice(from, from + first);
  return {
    nodes,
    cursors: nodes.map((_, index) => encodeCursor({ key: 0, id: 0, seen: from + index + 1 })),
    hasNextPage: from + nodes.length < ordered.length,
    hasPreviousPage: from > 0,
  };
}
