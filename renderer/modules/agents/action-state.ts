/** States of an action, each in a word with its sign. */
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/pill.tsx';

const WORDS: Readonly<Record<ActionRow['state'], { tone: Tone; icon: IconName; word: string }>> = {
  proposed: { tone: 'risk', icon: 'approvals', word: 'Waits for you' },
  snoozed: { tone: 'wait', icon: 'snooze', word: 'Snoozed' },
  approved: { tone: 'wait', icon: 'clock', word: 'Approved' },
  rejected: { tone: 'quiet', icon: 'cross', word: 'Rejected' },
  expired: { tone: 'quiet', icon: 'clock', word: 'Expired' },
  executing: { tone: 'live', icon: 'sync', word: 'Under way' },
  verified: { tone: 'good', icon: 'check', word: 'Done' },
  failed: { tone: 'risk', icon: 'warning', word: 'Failed' },
  unknown: { tone: 'risk', icon: 'help', word: 'Not known' },
  undone: { tone: 'quiet', icon: 'undo', word: 'Undone' },
};

export function actionWord(state: ActionRow['state']) {
  return WORDS[state];
}
