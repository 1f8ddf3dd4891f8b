/**
 * Who makes the call at hand. A window, a terminal or the program itself calls as the user whose data folder it is. A
 * call that the host passes on for somebody it let in says so on a port of its own (serve-core.ts), where only the host
 * can write: nothing in a call's input decides it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** What comes with a call from outside of its input. */
export interface CallContext {
  /** On whose behalf it is passed on; an empty name, which is nobody's, where the host named nobody. */
  person?: string;
}

/** Encoded: names of people are no header text. */
export const PERSON_HEADER = 'royal-person';

const calling = new AsyncLocalStorage<string>();

/** The name of who was let in and calls; null where the data folder's own user does. */
export function caller(): string | null {
  return calling.getStore() ?? null;
}

export function callAs<T>(person: string, work: () => T): T {
  return calling.run(person, work);
}

/** null: the data folder's own user. Whoever is passed on for, and has no name, is nobody. */
export function personIn(context: CallContext): string | null {
  return 'person' in context ? (context.person ?? '') : null;
}

/** As it came with the call; an empty name where there is none. */
export function personNamed(header: string | readonly string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''));
  } catch {
    return '';
  }
}
