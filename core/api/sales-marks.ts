/** What happened to a store's sales: prices changed, goods received, campaigns, days on which it was closed. */
import type { SalesMark } from '../../shared/contract/sales-series-schemas.ts';
import { type Day, dayOf, formatDay, startOfDay } from '../../shared/time.ts';
import type { ActionNote } from '../ledger/action-lists.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { Span } from './sales-buckets.ts';

/** More would hide the line they explain. */
const MOST_MARKS = 12;
const MOST_ACTIONS = 5000;

type Kind = SalesMark['kind'];
/** Those that explain most first. */
const WEIGHT: Record<Kind, number> = { campaign: 0, closed: 1, price_change: 2, stock_receipt: 3, other: 4 };

/** Actions of one kind and day are one mark, days closed in a row too; the twelve that tell most, by date. */
export function salesMarks(ledger: Ledger, store: StoreRuntime, { from, to }: Span): SalesMark[] {
  const { id, zone } = store.info;
  const start = startOfDay(from, zone);
  const done = ledger.actionLists.doneBetween(id, start, startOfDay(to + 1, zone), MOST_ACTIONS);
  const groups = new Map<string, { kind: Kind; day: Day; notes: ActionNote[] }>();
  for (const note of done) {
    const kind = kindOf(note.type);
    if (!kind) continue;
    const day = dayOf(note.at, zone);
    const group = groups.get(`${kind} ${day}`) ?? { kind, day, notes: [] };
    group.notes.push(note);
    groups.set(`${kind} ${day}`, group);
  }
  const marks = [
    ...[...groups.values()].map((group) => ({ size: group.notes.length, mark: markOf(group) })),
    ...closedMarks(store, { from, to }),
  ];
  return marks
    .sort((a, b) => WEIGHT[a.mark.kind] - WEIGHT[b.mark.kind] || b.size - a.size || b.mark.at - a.mark.at)
    .slice(0, MOST_MARKS)
    .map(({ mark }) => mark)
    .sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));
}

/** null: it does not bear on sales. */
function kindOf(type: string): Kind | null {
  if (type === 'price.change') return 'price_change';
  if (type === 'purchase_order.receive') return 'stock_receipt';
  if (type.startsWith('campaign.')) return 'campaign';
  if (type.startsWith('discount.')) return 'other';
  return null;
}

const MANY: Record<Kind, (count: number) => string> = {
  price_change: (count) => `${count} prices changed`,
  stock_receipt: (count) => `${count} deliveries received`,
  campaign: (count) => `${count} campaigns`,
  other: (count) => `${count} changes`,
  closed: (count) => `Closed for ${count} days`,
};

function markOf({ kind, day, notes }: { kind: Kind; day: Day; notes: ActionNote[] }): SalesMark {
  const first = notes[0]!;
  return {
    id: `action:${first.id}`,
    kind,
    date: formatDay(day),
    at: first.at,
    title: notes.length === 1 ? first.title : MANY[kind](notes.length),
    actionId: first.id,
  };
}

function closedMarks(
  { info, mirror }: StoreRuntime,
  { from, to }: Span,
): { size: number; mark: SalesMark }[] {
  const runs: Span[] = [];
  for (const day of mirror.reader().closedDays(from, to)) {
    const last = runs.at(-1);
    if (last && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs.map((run) => {
    const size = run.to - run.from + 1;
    return {
      size,
      mark: {
        id: `closed:${formatDay(run.from)}`,
        kind: 'closed' as const,
        date: formatDay(run.from),
        at: startOfDay(run.from, info.zone),
        title: size === 1 ? 'No order all day' : MANY.closed(size),
        actionId: null,
      },
    };
  });
}
