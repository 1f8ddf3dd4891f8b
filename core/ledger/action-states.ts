/** The states of an action and the only ways between them. */
import type { ActionState } from '../../shared/action.ts';

/**
 * Beyond the course of an action, three ways lead back: a snoozed one wakes up as proposed; an unknown one is
 * executed on when it can be settled; a failed one that a person wants tried again is approved anew.
 */
const WAYS: Record<ActionState, readonly ActionState[]> = {
  proposed: ['approved', 'rejected', 'expired', 'snoozed'],
  snoozed: ['proposed'],
  approved: ['executing'],
  rejected: [],
  expired: [],
  executing: ['verified', 'failed', 'unknown'],
  verified: ['undone'],
  failed: ['approved'],
  unknown: ['executing'],
  undone: [],
};

/** Nobody has decided yet: a newer wish with the same key takes its place. */
export const UNDECIDED: readonly ActionState[] = ['proposed', 'snoozed'];
/** Let through and not settled: a further wish with the same key is dropped. */
export const UNDER_WAY: readonly ActionState[] = ['approved', 'executing', 'unknown'];

export function mayBecome(from: ActionState, to: ActionState): boolean {
  return WAYS[from].includes(to);
}
