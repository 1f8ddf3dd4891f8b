/** The morning list: what waits for a person, grouped and ranked, in a size that a phone loads at once. */

import type {
  MorningGroupView,
  MorningItemView,
  MorningView,
} from '../../shared/contract/decision-schemas.ts';
import { DAY_MS, dayOf, type EpochMs, formatDay } from '../../shared/time.ts';
import type { LightAction } from '../ledger/action-pages.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow } from '../ledger/types.ts';
import { effectOf } from './ranking.ts';
import { type Waiting, type WaitingSources, waitingGroups } from './waiting.ts';

interface MorningSources extends WaitingSources {
  ledger: Pick<Ledger, 'actions' | 'runs'>;
  /** Last sync of the store; null where there was none, or it is not connected. */
  syncedAt(storeId: string): EpochMs | null;
  mayBeUndone(action: Pick<ActionRow, 'type' | 'undoes'>): boolean;
}

/** Bytes of JSON that one listed proposal may take on average, with its share of everything around it. */
const BYTES_AN_ITEM = 790;
/** Texts are cut to the first of these lengths with which the list is small enough. */
const TEXT_LENGTHS = [140, 100, 70, 48, 32, 20, 12];
/** Figures of a shop that was not read for so long may be out of date. */
const STALE_SYNC_MS = DAY_MS;
/** Reading a proposal: half a minute, and ten seconds for each further piece of evidence, two minutes at most. */
const SECONDS_AN_ITEM = 30;
const SECONDS_AN_EVIDENCE = 10;
const MOST_SECONDS = 120;
const TEN_MINUTES = 600;

export function morningList(
  sources: MorningSources,
  { storeId, limit }: { storeId?: string; limit: number },
): MorningView {
  const { ledger } = sources;
  const groups = waitingGroups(sources, storeId);
  const waiting = groups.flatMap(({ items }) => items);
  const { states, needPerson } = ledger.actions.countsOf(storeId);
  let left = limit;
  const listed = groups.flatMap(({ key, items }) => {
    const own = items.slice(0, left);
    left -= own.length;
    return own.length > 0 ? [{ key, items: own }] : [];
  });
  const counts = {
    waiting: waiting.length,
    listed: limit - left,
    inTenMinutes: inTenMinutes(listed.flatMap((group) => group.items)),
    snoozed: states.snoozed ?? 0,
    failed: states.failed ?? 0,
    unknown: states.unknown ?? 0,
    needPerson,
  };
  const minutes = Math.ceil(waiting.reduce((sum, item) => sum + secondsOf(item), 0) / 60);
  const rows = new Map<number, MorningItemView>();
  for (const { items } of listed) for (const item of items) rows.set(item.id, itemView(item, sources));
  for (const length of TEXT_LENGTHS) {
    const made = { groups: listed.map((group) => groupView(group, rows, length)), counts, minutes };
    if (length === TEXT_LENGTHS.at(-1) || Buffer.byteLength(JSON.stringify(made)) <= BYTES_AN_ITEM * limit)
      return made;
  }
  throw new RangeError('unreachable: the last length is always taken');
}

function itemView(item: Waiting, { ledger, mayBeUndone, syncedAt, now }: MorningSources): MorningItemView {
  const action = ledger.actions.light(item.id)!;
  const { brief, zone } = item;
  const { ifIgnored } = brief;
  return {
    id: item.id,
    agent: action.agent,
    title: action.title,
    why: brief.why,
    ifIgnored: ifIgnored && {
      text: ifIgnored.text,
      by:
        ifIgnored.on ??
        (ifIgnored.inDays === null ? null : formatDay(dayOf(brief.at, zone) + ifIgnored.inDays)),
    },
    deadline: item.deadline,
    effect: item.effect,
    confidence:
      action.confidence === undefined
        ? null
        : { value: action.confidence, label: confidenceLabel(action.confidence) },
    evidence: brief.evidence.slice(0, 3),
    undoable: mayBeUndone(action),
    stale: staleness(action, ledger, syncedAt(item.storeId), now),
    edited: action.edited !== undefined,
    createdAt: action.createdAt,
    expiresAt: item.expiresAt,
  };
}

function groupView(
  { key, items }: { key: string; items: readonly Waiting[] },
  rows: ReadonlyMap<number, MorningItemView>,
  length: number,
): MorningGroupView {
  const [first] = items as [Waiting];
  const { supplier } = first.brief;
  const deadlines = items.flatMap((item) => item.deadline ?? []).sort();
  return {
    key,
    storeId: first.storeId,
    type: first.type,
    supplier: supplier === null ? null : cut(supplier, length),
    title: cut(groupTitle(first.type, supplier), length),
    deadline: deadlines[0] ?? null,
    effect: items.length === 1 ? null : effectOf(items),
    items: items.map((item) => {
      const row = rows.get(item.id)!;
      const { why, ifIgnored } = row;
      return {
        ...row,
        title: cut(row.title, length),
        why: why === null ? null : cut(why, length),
        ifIgnored: ifIgnored && { ...ifIgnored, text: cut(ifIgnored.text, length) },
      };
    }),
  };
}

function groupTitle(type: string, supplier: string | null): string {
  const words = type.replaceAll('_', ' ').replace('.', ': ');
  const cause = words.charAt(0).toUpperCase() + words.slice(1);
  return supplier === null ? cause : supplier;
}

function staleness(
  action: LightAction,
  ledger: MorningSources['ledger'],
  syncedAt: EpochMs | null,
  now: EpochMs,
): string | null {
  if (action.agent !== null && action.runId !== null) {
    const newest = ledger.runs.latestCompleted(action.agent, action.storeId);
    if (newest !== null && newest > action.runId)
      return action.edited
        ? 'Its agent has looked again since you changed it.'
        : 'Its agent has looked again, and did not ask for it.';
  }
  if (syncedAt !== null && now - syncedAt > STALE_SYNC_MS)
    return 'The shop was last read more than a day ago.';
  return null;
}

/** The words of the page, renderer/ui/words.ts. */
function confidenceLabel(confidence: number): 'low' | 'fair' | 'high' {
  if (confidence >= 0.8) return 'high';
  if (confidence >= 0.55) return 'fair';
  return 'low';
}

/** The page gets JSON text, so what counts is that no character of two halves is cut through. */
function cut(text: string, length: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= length) return line;
  return `${line.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function secondsOf({ brief }: Pick<LightAction, 'brief'>): number {
  const pieces = brief.evidence.reduce((sum, { count }) => sum + count, 0);
  return Math.min(MOST_SECONDS, SECONDS_AN_ITEM + SECONDS_AN_EVIDENCE * Math.max(0, pieces - 1));
}

function inTenMinutes(items: readonly Waiting[]): number {
  let seconds = 0;
  for (const [index, item] of items.entries()) {
    seconds += secondsOf(item);
    if (seconds > TEN_MINUTES) return index;
  }
  return items.length;
}
