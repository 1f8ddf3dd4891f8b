/** activity.*: what happened lately, from the ledger's events and the mirrors' orders, as one list. */
import type { Activity, ActivityInput, ActivityPage } from '../../shared/contract/activity-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LedgerEvent } from '../ledger/types.ts';
import type { OrderRow } from '../mirror/order-queries.ts';
import { inOwnersWords, TOLD_KINDS } from './activity-words.ts';
import type { CoreParts, Implementer } from './parts.ts';

/** At one instant events come before orders, then the higher id; of equal orders, the store's name decides. */
interface Position {
  at: EpochMs;
  source: 'event' | 'order';
  storeId: string;
  id: number;
}

const END = Number.MAX_SAFE_INTEGER;
const START: Position = { at: END, source: 'event', storeId: '', id: END };

export function activityProcedures(os: Implementer, { stores, ledger }: CoreParts) {
  return {
    activity: { list: os.activity.list.handler(({ input }) => list(input)) },
  };

  function list({ storeId, before, limit }: ActivityInput): ActivityPage {
    const open = stores.some(storeId);
    const places = storeId === undefined ? [null, ...open.map(({ info }) => info.id)] : [storeId];
    const items: { position: Position; item: Activity }[] = [];
    let from = before === undefined ? START : readPosition(before);
    let next: string | null = null;
    // What is told by another event leaves a page short: it is filled up from what comes after.
    for (;;) {
      const found = [
        ...places
          .flatMap((place) => ledger.eventLists.before(place, TOLD_KINDS, eventsFrom(from), limit + 1))
          .map(ofEvent),
        ...open.flatMap(({ info, mirror }) =>
          mirror.ordersBefore(ordersFrom(from, info.id), limit + 1).map((row) => ofOrder(info.id, row)),
        ),
      ].sort((a, b) => compare(a.position, b.position));
      for (const { position, item } of found.slice(0, limit)) {
        if (items.length === limit) break;
        from = position;
        if (item && !repeats(items.at(-1)?.item, item)) items.push({ position, item });
      }
      const more = found.length > limit || items.length === limit;
      if (items.length === limit || !more) {
        next = more && found.length > 0 ? writePosition(from) : null;
        break;
      }
    }
    return { items: items.map(({ item }) => item), next };
  }
}

/** A shop out of reach for hours is one thing that happened, told where it was last so. */
function repeats(last: Activity | undefined, item: Activity): boolean {
  return last?.kind === 'connection' && item.kind === 'connection' && last.storeId === item.storeId;
}

function ofEvent(event: LedgerEvent): { position: Position; item: Activity | null } {
  const told = inOwnersWords(event);
  const { id, at, storeId } = event;
  return {
    position: { at, source: 'event', storeId: storeId ?? '', id },
    item: told ? { id: `event:${id}`, at, storeId, amount: null, ...told } : null,
  };
}

function ofOrder(storeId: string, row: OrderRow): { position: Position; item: Activity } {
  return {
    position: { at: row.placedAt, source: 'order', storeId, id: row.orderId },
    item: {
      id: `order:${storeId}:${row.orderId}`,
      at: row.placedAt,
      storeId,
      kind: 'order',
      tone: row.cancelled ? 'neutral' : 'good',
      text: row.cancelled ? `Order ${row.name}, cancelled since` : `Order ${row.name} received`,
      amount: { minor: row.total, currency: row.currency },
      open: { orderId: row.orderId },
    },
  };
}

function compare(a: Position, b: Position): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.source !== b.source) return a.source === 'event' ? -1 : 1;
  if (a.source === 'order' && a.storeId !== b.storeId) return a.storeId < b.storeId ? -1 : 1;
  return b.id - a.id;
}

function eventsFrom({ at, source, id }: Position): { at: EpochMs; id: number } {
  return { at, id: source === 'event' ? id : 0 };
}

function ordersFrom({ at, source, storeId, id }: Position, of: string): { at: EpochMs; id: number } {
  if (source === 'event' || of > storeId) return { at, id: END };
  return { at, id: of === storeId ? id : 0 };
}

function writePosition({ at, source, storeId, id }: Position): string {
  return `${at}:${source}:${storeId}:${id}`;
}

function readPosition(text: string): Position {
  const match = /^(\d{1,16}):(event|order):([a-z0-9-]{0,32}):(\d{1,16})$/.exec(text);
  if (match)
    return {
      at: Number(match[1]),
      source: match[2] as Position['source'],
      storeId: match[3]!,
      id: Number(match[4]),
    };
  throw new RoyalError({
    code: 'invalid_input',
    message: 'The position in the list of what happened is not one that was given out.',
    next: 'Begin at the newest.',
  });
}
