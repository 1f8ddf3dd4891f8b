/** Actions in words: their state with its sign, and what they are expected to bring. */
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';

interface StateSign {
  tone: Tone;
  icon: IconName;
  word: string;
}

const SIGNS: Readonly<Record<ActionRow['state'], StateSign>> = {
  proposed: { tone: 'wait', icon: 'clock', word: 'Waits for you' },
  snoozed: { tone: 'quiet', icon: 'clock', word: 'Snoozed' },
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

/** "£1,200.00 to £2,600.00 in 28 days"; null where nothing is claimed. */
export function effectWords({ effect }: ActionRow): string | null {
  if (!effect) return null;
  return `${words.range(effect.low, effect.high, effect.currency)} in ${words.plural(effect.days, 'day')}`;
}

/** The class of the effect's colour: good only where all of its range is. */
export function effectTone({ effect }: ActionRow): string {
  if (!effect || effect.low >= 0) return 'tone-good';
  return effect.high <= 0 ? 'tone-risk' : 'tone-wait';
}

/** Who decided, why, and what came of it: "root: cash is short". */
export function decisionWords({ decidedBy, reason, outcome, state }: ActionRow): string {
  const who = decidedBy && (reason ? `${decidedBy.id}: ${reason}` : `by ${decidedBy.id}`);
  // What was undone has an outcome that no longer holds.
  const what = state === 'undone' ? null : outcome?.text;
  return [who, what].filter(Boolean).join('. ');
}

/** An undoing is not undone again: what it took back is proposed anew. */
export function canUndo({ state, undoes, undoneBy }: ActionRow): boolean {
  return state === 'verified' && undoes === null && undoneBy === null;
}
