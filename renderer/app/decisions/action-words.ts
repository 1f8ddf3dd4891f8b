/** Actions in words: what kind they are, their state with its sign, and what they are expected to bring. */
import type { ActionLightView, MorningItemView } from '../../../shared/contract/decision-schemas.ts';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';

/** What can be decided on, however much else is known of it. */
export type Decidable = Pick<
  ActionLightView,
  'id' | 'title' | 'type' | 'storeId' | 'state' | 'undoes' | 'undoneBy' | 'needsPerson'
>;

interface StateSign {
  tone: Tone;
  icon: IconName;
  word: string;
}

const SIGNS: Readonly<Record<ActionRow['state'], StateSign>> = {
  proposed: { tone: 'wait', icon: 'clock', word: 'Waits for you' },
  snoozed: { tone: 'quiet', icon: 'snooze', word: 'Snoozed' },
  approved: { tone: 'live', icon: 'clock', word: 'Approved, about to go out' },
  executing: { tone: 'live', icon: 'sync', word: 'Going out' },
  verified: { tone: 'good', icon: 'check', word: 'Done' },
  rejected: { tone: 'quiet', icon: 'cross', word: 'Rejected' },
  expired: { tone: 'quiet', icon: 'clock', word: 'Expired' },
  failed: { tone: 'risk', icon: 'warning', word: 'Failed' },
  unknown: { tone: 'risk', icon: 'warning', word: 'Not known whether it happened' },
  undone: { tone: 'quiet', icon: 'undo', word: 'Undone' },
};

/** `stopped`: the emergency stop holds back what is approved. */
export function stateSign(state: ActionRow['state'], stopped: boolean): StateSign {
  if (state === 'approved' && stopped)
    return { tone: 'wait', icon: 'stop', word: 'Approved, goes out once you resume' };
  return SIGNS[state];
}

const KINDS: Readonly<Record<string, { word: string; icon: IconName }>> = {
  'purchase_order.create': { word: 'Order goods', icon: 'inventory' },
  'purchase_order.cancel': { word: 'Cancel a purchase order', icon: 'inventory' },
  'purchase_order.receive': { word: 'Receive goods', icon: 'truck' },
  'price.change': { word: 'Change a price', icon: 'tag' },
  'order.tag': { word: 'Tag an order', icon: 'orders' },
};

/** "Order goods"; of a kind that is new to this page, its own name as words. */
export function kindOf(type: string): { word: string; icon: IconName } {
  const name = type.replaceAll('_', ' ').replaceAll('.', ': ');
  return KINDS[type] ?? { word: name.charAt(0).toUpperCase() + name.slice(1), icon: 'agent' };
}

/** Of filters. */
export const KNOWN_KINDS = Object.keys(KINDS);

type Effect = Pick<MorningItemView, 'effect'> | Pick<ActionRow, 'effect'>;

/** "£1,200 to £2,600 in 28 days"; null where nothing is claimed. */
export function effectWords({ effect }: Effect): string | null {
  if (!effect) return null;
  const { low, high, currency, days } = effect;
  return `${words.range(low, high, currency)} in ${words.plural(days, 'day')}`;
}

/** Why no effect is claimed, and how to get one; `costs`: whether the person sees them. */
export function noEffectWords(type: string, costs: boolean): string {
  if (!costs) return 'What it brings is shown to owners';
  return type === 'purchase_order.create'
    ? 'What it brings is not known: no cost of these products is set'
    : 'No effect was estimated';
}

/** The class of the effect's colour: good only where all of its range is. */
export function effectTone({ effect }: Effect): string {
  if (!effect || effect.low >= 0) return 'tone-good';
  return effect.high <= 0 ? 'tone-risk' : 'tone-wait';
}

/** "by today", "by tomorrow", "by 27 Nov", "was due 20 Nov"; `today` is of the store's zone. */
export function deadlineWords(deadline: string, today: string): { text: string; tone: Tone } {
  const days = Math.round((Date.parse(deadline) - Date.parse(today)) / 86_400_000);
  if (days < 0) return { text: `was due ${words.date(deadline)}`, tone: 'risk' };
  if (days === 0) return { text: 'by today', tone: 'risk' };
  if (days === 1) return { text: 'by tomorrow', tone: 'wait' };
  return { text: `by ${words.date(deadline)}`, tone: days <= 7 ? 'wait' : 'quiet' };
}

/** The core’s sentences name days as 2026-11-27, for whoever reads them by program; a person reads 27 Nov. */
export function datesInWords(text: string): string {
  return text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => words.date(day));
}

/** Who decided, why, and what came of it: "root: cash is short"; why nobody could any more: "Nobody decided in time." */
export function decisionWords({
  decidedBy,
  reason,
  outcome,
  state,
}: Pick<ActionRow, 'decidedBy' | 'reason' | 'outcome' | 'state'>): string {
  if (state === 'expired') return reason ?? '';
  const who = decidedBy && (reason ? `${decidedBy.id}: ${reason}` : `by ${decidedBy.id}`);
  // What was undone has an outcome that no longer holds.
  const what = state === 'undone' ? null : outcome?.text;
  return [who, what].filter(Boolean).join('. ');
}

/** An undoing is not undone again: what it took back is proposed anew. */
export function canUndo({
  state,
  undoes,
  undoneBy,
}: Pick<Decidable, 'state' | 'undoes' | 'undoneBy'>): boolean {
  return state === 'verified' && undoes === null && undoneBy === null;
}

export function waits({ state }: Pick<Decidable, 'state'>): boolean {
  return state === 'proposed' || state === 'snoozed';
}

/** What there is to do about an action that went wrong; null where nothing did. */
export function nextStep({ state, needsPerson }: Pick<Decidable, 'state' | 'needsPerson'>): string | null {
  if (state === 'failed')
    return 'It did not happen. Mend what the reason names, then try it again; or leave it, and it stays undone.';
  if (state !== 'unknown') return null;
  return needsPerson
    ? 'The answer of the shop was lost. Look there, and say what you see: nothing more is sent until you do.'
    : 'The answer of the shop was lost. The program looks there by itself and settles it; there is nothing to do.';
}
