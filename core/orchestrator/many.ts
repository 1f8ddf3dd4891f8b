/** What comes of several decisions at once. */
import type { ActionState } from '../../shared/action.ts';
import type { ErrorData } from '../../shared/errors.ts';

export interface ManyProgress {
  phase: 'trial' | 'rest';
  done: number;
  total: number;
  /** The one that was just read back. */
  id: number;
  title: string;
  text: string;
}

export interface NotDone {
  id: number;
  because: string;
}

export interface ManyApproved {
  verified: number[];
  stoppedAt: { id: number; state: ActionState; because: string; error: ErrorData | null } | null;
  /** Not approved, and as they were. */
  notDone: NotDone[];
}

export interface ManyRejected {
  rejected: number[];
  notDone: NotDone[];
}
