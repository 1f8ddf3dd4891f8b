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

/** Nobody has decided yet: a newer wish with the same key takes its place; while one is under way it is dropped. */
export const UNDECIDED: readonly ActionState[] = ['proposed', 'snoozed'];

export function mayBecome(from: ActionState, to: ActionState): boolean {
  return WAYS[from].includes(to);
}
