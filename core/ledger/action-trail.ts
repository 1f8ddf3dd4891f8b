/**
 * What the audit chain says of each action, held against the table of actions. A change of the table alone, past
 * the program, shows: every row about an action carries a hash of what it would do.
 */
import { createHash } from 'node:crypto';
import type { ActionState } from '../../shared/action.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AuditRow } from './types.ts';

/** As it lies in the table; `input` is JSON. */
export interface StoredAction {
  id: number;
  type: string;
  store: string;
  input: string;
  state: ActionState;
}

export interface ActionBreak {
  break: 'action_changed' | 'action_added' | 'action_removed';
  /** Number of the audit row that it contradicts; null where there is none. */
  at: number | null;
  text: string;
}

/** Hex SHA-256 of the canonical JSON of what an action would do: its type, store and input. */
export function contentHash({ type, store, input }: Pick<StoredAction, 'type' | 'store' | 'input'>): string {
  const parsed = parseInput(input);
  // Text that is no JSON was never written by the program, and must not pass for any input.
  return hashOf(parsed === undefined ? { type, store, text: input } : { type, store, input: parsed });
}

/** undefined where the text is no JSON, which only a change past the program makes it. */
export function parseInput(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function hashOf(content: Record<string, unknown>): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** The action that a subject names. */
export function actionIn(subject: string | null): number | null {
  return subject?.startsWith('action:') ? Number(subject.slice('action:'.length)) : null;
}

/** Follows the audit rows of one action, oldest first. */
export class ActionTrail {
  readonly #id: number;
  /** More than one where the rows do not say which. */
  #states: readonly ActionState[] = [];
  #stateAt = 0;
  #content: string | null = null;
  #contentAt = 0;
  /** The first contradiction among the rows themselves: a changed table that the program went on from. */
  #broken: ActionBreak | null = null;

  constructor(id: number) {
    this.#id = id;
  }

  follow({ number, kind, storeId, data }: Pick<AuditRow, 'number' | 'kind' | 'storeId' | 'data'>): void {
    if (kind === 'action.proposed') {
      this.#states = proposedAs(data);
    } else {
      const from = data.from as ActionState;
      if (this.#stateAt === 0) this.#broken ??= this.#added(number);
      else if (!this.#states.includes(from))
        this.#broken ??= this.#changed(
          number,
          `it was ${from} before row ${number}, and ${this.#states.join(' or ')} by row ${this.#stateAt}.`,
        );
      // An edit leaves the state as it was, and says what it was an edit of.
      this.#states =
        kind === 'action.edited'
          ? [from]
          : [kind === 'action.woken' ? 'proposed' : (kind.slice('action.'.length) as ActionState)];
    }
    this.#stateAt = number;
    if (kind === 'action.edited') this.#contentIs(data.contentBefore as string, number);
    const content = contentIn(kind, storeId, data);
    if (content === null) return;
    if (kind !== 'action.edited') this.#contentIs(content, number);
    this.#content = content;
    this.#contentAt = number;
  }

  #contentIs(content: string, number: number): void {
    if (this.#content !== null && this.#content !== content)
      this.#broken ??= this.#changed(
        number,
        `its input, type or store was another at row ${number} than at row ${this.#contentAt}.`,
      );
  }

  /** What the rows have against the action as it is stored; null where it is not there any more. */
  against(stored: StoredAction | null): ActionBreak | null {
    if (this.#broken) return this.#broken;
    if (!stored)
      return {
        break: 'action_removed',
        at: this.#stateAt,
        text: `Action ${this.#id} was removed outside the program: row ${this.#stateAt} tells of it.`,
      };
    if (this.#stateAt === 0) return this.#added(null);
    if (this.#content !== contentHash(stored))
      return this.#changed(
        this.#contentAt,
        `its input, type or store is not the one of row ${this.#contentAt}.`,
      );
    if (!this.#states.includes(stored.state))
      return this.#changed(
        this.#stateAt,
        `it is ${stored.state} here, and ${this.#states.join(' or ')} by row ${this.#stateAt}.`,
      );
    return null;
  }

  #changed(at: number, how: string): ActionBreak {
    return {
      break: 'action_changed',
      at,
      text: `Action ${this.#id} was changed outside the program: ${how}`,
    };
  }

  #added(at: number | null): ActionBreak {
    return {
      break: 'action_added',
      at,
      text: `Action ${this.#id} was added outside the program: no row tells of its proposal.`,
    };
  }
}

/** Rows of older versions do not say whether a wish inherited the snooze of the one that it replaced. */
function proposedAs(data: Record<string, unknown>): readonly ActionState[] {
  if (data.state !== undefined) return [data.state as ActionState];
  return data.replaces === null || data.replaces === undefined ? ['proposed'] : ['proposed', 'snoozed'];
}

/** Rows of older versions carry no hash, but the proposal carries the input itself. */
function contentIn(kind: string, store: string | null, data: Record<string, unknown>): string | null {
  if (typeof data.content === 'string') return data.content;
  return kind === 'action.proposed' ? hashOf({ type: data.type, store, input: data.input }) : null;
}
