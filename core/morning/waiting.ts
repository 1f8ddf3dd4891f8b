/** What waits for a person, the most pressing first: the one order of Command's morning list and of Approvals. */
import { createHash } from 'node:crypto';
import { dayOf, type EpochMs, parseDay } from '../../shared/time.ts';
import type { LightAction, PageFilter, WaitingAction } from '../ledger/action-pages.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Ranked, ranked } from './ranking.ts';

export interface WaitingSources {
  ledger: Pick<Ledger, 'actions'>;
  /** "UTC" where the store is gone or shut. */
  zoneOf(storeId: string): string;
  now: EpochMs;
}

export type Waiting = WaitingAction & Ranked & { deadline: string | null; zone: string };

const LONGEST_KEY = 24;

/** Of one store or all, in groups. */
export function waitingGroups(
  sources: WaitingSources,
  storeId?: string,
): { key: string; items: Waiting[] }[] {
  const waiting = sources.ledger.actions
    .waiting(storeId)
    // Overdue ones are put away within half a minute.
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > sources.now)
    .map((action) => toRanked(action, sources));
  return ranked(waiting);
}

/**
 * A page of what waits, ranked among all of it: narrowing the list moves nothing in it. What was decided since the page
 * before leaves no gap. Throws RangeError on a cursor that is none.
 */
export function waitingPage(
  sources: WaitingSources,
  filter: Omit<PageFilter, 'states' | 'needPerson'>,
): { rows: LightAction[]; total: number; next: string | null } {
  const { actions } = sources.ledger;
  const wanted = new Set(actions.ids({ ...filter, states: ['proposed'] }));
  const ids = waitingGroups(sources, filter.storeId)
    .flatMap(({ items }) => items.map(({ id }) => id))
    .filter((id) => wanted.has(id));
  const from = filter.cursor === undefined ? 0 : placeAfter(filter.cursor, ids);
  const page = ids.slice(from, from + filter.limit);
  const end = from + page.length;
  return {
    rows: page.flatMap((id) => actions.light(id) ?? []),
    total: ids.length,
    next: end < ids.length ? `${end}-${page.at(-1)}` : null,
  };
}

/** Behind the last that was shown; where that is gone, at its place. */
function placeAfter(cursor: string, ids: readonly number[]): number {
  const match = /^(\d{1,9})-(\d{1,16})$/.exec(cursor);
  if (!match) throw new RangeError(`Not a cursor: ${cursor}`);
  const present = ids.indexOf(Number(match[2]));
  return present < 0 ? Math.max(0, Number(match[1]) - 1) : present + 1;
}

function toRanked(action: WaitingAction, { zoneOf, now }: WaitingSources): Waiting {
  const { storeId, type, brief, expiresAt } = action;
  const zone = zoneOf(storeId);
  const today = dayOf(now, zone);
  const last = brief.deadline === null ? null : parseDay(brief.deadline);
  const expiry = expiresAt === null ? null : dayOf(expiresAt, zone);
  return {
    ...action,
    group: `${storeId}:${type}:${short(brief.supplier ?? '')}`,
    daysLeft: last !== null ? last - today : expiry !== null ? expiry - today : null,
    deadline: brief.deadline,
    zone,
  };
}

/** A key as long as some suppliers' names would take the room of what is to be read. */
function short(name: string): string {
  if (name.length <= LONGEST_KEY) return name;
  return createHash('sha256').update(name).digest('base64url').slice(0, LONGEST_KEY);
}
